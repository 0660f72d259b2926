import CommandContract
import Testing

@testable import MeetingCancellation

@Suite("Tenant breaker")
struct TenantBreakerTests {
    private static let limits = BreakerLimits()
    private static let shared: [OutcomeReason] = [
        .accessDenied, .consentMissing, .credentialInvalid, .permissionMissing,
    ]
    /// The clock, or somebody's wish, may be all that is behind them.
    private static let silent: [OutcomeReason] = [
        .throttledOut, .graphUnavailable, .tenantPaused, .answerLost, .expired, .meetingStarted, .withdrawn,
    ]

    /// Held since the beginning for `accessDenied`.
    private func held() -> TenantBreaker {
        var breaker = TenantBreaker()
        var changes: [TenantBreaker.Change?] = []
        for number in 0..<10 {
            changes.append(
                breaker.ended(.accessDenied, in: "m\(number)", isProbe: false, at: .zero, Self.limits))
        }
        #expect(changes == Array(repeating: nil, count: 9) + [.opened])
        return breaker
    }

    /// When its time has come.
    private func probing() -> TenantBreaker {
        var breaker = held()
        let isProbe = breaker.takesProbe(at: .seconds(30), Self.limits)
        #expect(isProbe)
        return breaker
    }

    @Test(
        "a probe that fails by any failure in common holds the others on, for twice as long, and says by which",
        arguments: shared)
    func probeFails(reason: OutcomeReason) {
        var breaker = probing()
        let change = breaker.ended(reason, in: "m", isProbe: true, at: .seconds(30), Self.limits)
        #expect(change == .reopened)
        #expect(breaker.isHolding && breaker.failure == reason)
        #expect(breaker.due == .seconds(90))
        let isProbe = breaker.takesProbe(at: .seconds(89), Self.limits)
        #expect(!isProbe)
    }

    @Test("a command that is no probe releases nobody by such a failure, and changes nothing", arguments: shared)
    func otherFails(reason: OutcomeReason) {
        var breaker = probing()
        let change = breaker.ended(reason, in: "m", isProbe: false, at: .seconds(30), Self.limits)
        #expect(change == nil)
        #expect(breaker.isHolding && breaker.failure == .accessDenied)
        #expect(breaker.due == .seconds(150), "the probe is awaited")
    }

    @Test(
        "an end that tells nothing of the rights releases nobody; of a probe, it makes room for the next after as long",
        arguments: silent, [true, false])
    func tellsNothing(reason: OutcomeReason, isProbe: Bool) {
        var breaker = probing()
        let change = breaker.ended(reason, in: "m", isProbe: isProbe, at: .seconds(30), Self.limits)
        #expect(change == nil)
        #expect(breaker.isHolding && breaker.failure == .accessDenied)
        #expect(breaker.due == .seconds(isProbe ? 60 : 150))
    }

    @Test(
        "whatever else a command ends by shows that the rights are there",
        arguments: [.cancelled, .alreadyCancelled, .eventNotFound, .startChanged, .mailboxUnavailable]
            as [OutcomeReason],
        [true, false])
    func releases(reason: OutcomeReason, isProbe: Bool) {
        var breaker = probing()
        let change = breaker.ended(reason, in: "m", isProbe: isProbe, at: .seconds(30), Self.limits)
        #expect(change == .closed)
        #expect(!breaker.isHolding && breaker.failure == nil && breaker.due == nil)
    }

    @Test("a failure of another kind releases, and is the first of its own")
    func countsOn() {
        var breaker = probing()
        var changes: [TenantBreaker.Change?] = []
        for number in 0..<10 {
            changes.append(
                breaker.ended(
                    .mailboxUnavailable, in: "m\(number)", isProbe: number == 0, at: .seconds(30), Self.limits))
        }
        #expect(changes == [.closed] + Array(repeating: nil, count: 8) + [.opened])
        #expect(breaker.failure == .mailboxUnavailable)
    }
}
