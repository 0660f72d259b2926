import CommandContract
import MeetingCancellation
import Testing

@Suite("The policy and the oracle agree")
struct AuthorizationOracleTests {
    @Test("on twelve thousand random configurations and commands")
    func random() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        var seen: [OutcomeReason?: Int] = [:]
        for _ in 0..<12_000 {
            let given = AuthorizationCase(&random)
            let refusal = AuthorizationPolicyTests.refusal(given.policy(), try given.command())?.reason
            #expect(refusal == AuthorizationOracle(given: given).refusal, "seed \(seed): \(given)")
            seen[refusal, default: 0] += 1
        }
        // A comparison that never meets a rule proves nothing about it.
        let wanted: [OutcomeReason?] = [
            nil, .sourceUnknown, .sourceDisabled, .tenantUnknown, .sourceNotAllowed, .cloudMismatch, .cloudNotServed,
            .needsDelegated, .pathNotAllowed, .dryRunOnly, .commentRequired, .commentTooLong,
        ]
        #expect(Set(seen.keys) == Set(wanted), "seed \(seed)")
        for reason in wanted {
            #expect(seen[reason, default: 0] > 50, "seed \(seed): \(String(describing: reason))")
        }
    }
}
