import CommandContract
import CommandPipeline
import MeetingCancellation
import Testing

@Suite("Rate caps in the pipeline", .timeLimit(.minutes(1)))
struct RateCapTests {
    private static func policy(perMinute: Int) -> AuthorizationPolicy {
        SampleRecord.configured { $0.caps = RateCaps(perMinute: perMinute) }
    }

    @Test("beyond the cap commands are refused, remembered, and never asked of Graph; repetitions count nothing")
    func capped() async throws {
        let cluster = ModelledCluster(members: 2)
        let bench = Bench(cluster: cluster, policy: Self.policy(perMinute: 2))
        let first = SampleRecord.command(0)
        cluster.append([first, SampleRecord.again(first, at: 1)] + (2..<6).map { SampleRecord.command($0) })
        try await bench.run {
            cluster.assign([0])
            await cluster.wait { $0.isDone(outcomes: 6) }
        }
        let reasons = Dictionary(uniqueKeysWithValues: cluster.outcomes.map { ($0.offset, $0.reason) })
        #expect([0, 2].map { reasons[$0] } == ["cancelled", "cancelled"])
        #expect([3, 4, 5].map { reasons[$0] } == Array(repeating: "rateCapExceeded", count: 3))
        #expect(cluster.outcomes.filter { $0.offset != 1 }.allSatisfy { $0.isPrimary })
        #expect(bench.calendar.cancelledEvents.count == 2)
        guard case .settled(let settled, _) = try cluster.ledgerRecord(5) else {
            Issue.record("the refusal is not in the ledger")
            return
        }
        #expect(settled.reason == .rateCapExceeded)

        // Another worker begins to count anew, and answers the refused one again as it was.
        let second = Bench(cluster: cluster, member: 1, policy: Self.policy(perMinute: 1))
        cluster.append([SampleRecord.again(SampleRecord.command(5), at: 6), SampleRecord.command(7)])
        try await second.run {
            cluster.assign([0], to: 1)
            await cluster.wait { $0.isDone(outcomes: 8) }
        }
        let again = cluster.outcomes.filter { $0.offset >= 6 }.sorted { $0.offset < $1.offset }
        #expect(again.map(\.reason) == ["rateCapExceeded", "cancelled"])
        #expect(again.map(\.isPrimary) == [false, true])
    }

    @Test("a kept command goes on after a restart without being counted")
    func restored() async throws {
        let bench = Bench(policy: Self.policy(perMinute: 1))
        let kept = SampleRecord.command(0)
        try bench.cluster.write(.waiting(SampleRecord.kept(kept)), for: 0)
        bench.cluster.append([kept, SampleRecord.command(1)])
        try await bench.run {
            bench.cluster.assign([0])
            await bench.cluster.wait { $0.isDone(outcomes: 2) }
        }
        #expect(bench.cluster.outcomes.map(\.reason) == ["cancelled", "cancelled"])
    }

    @Test("a record that is moved counts once, where it ends up")
    func forwarded() async throws {
        let bench = Bench(policy: Self.policy(perMinute: 1))
        bench.cluster.append([SampleRecord.command(0, in: 0, user: SampleRecord.residents[1])])
        try await bench.run {
            bench.cluster.assign([0, 1])
            await bench.cluster.wait { $0.isDone(outcomes: 1) }
        }
        #expect(bench.cluster.outcomes.map(\.reason) == ["cancelled"])
    }

    @Test("what is refused by its policy uses nothing of the cap")
    func refused() async throws {
        let bench = Bench(policy: Self.policy(perMinute: 1))
        bench.cluster.append([
            SampleRecord.command(0, user: "ada@other.example"), SampleRecord.command(1, fields: #","extent":"series""#),
            SampleRecord.command(2),
        ])
        try await bench.run {
            bench.cluster.assign([0])
            await bench.cluster.wait { $0.isDone(outcomes: 3) }
        }
        let outcomes = bench.cluster.outcomes.sorted { $0.offset < $1.offset }
        #expect(outcomes.map(\.reason) == ["sourceNotAllowed", "sourceNotAllowed", "cancelled"])
    }
}
