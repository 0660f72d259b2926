import Testing

@testable import RescindApp

@Suite("A holder whose tokens do not satisfy Graph") struct ChallengePausesTests {
    private let tenant = TokenHolder.tenant("t")
    private let account = TokenHolder.account("a")

    /// Paused at 0 s; draws nothing, so that the first wait is 45 s, three quarters of a minute.
    private func paused() -> ChallengePauses {
        var pauses = ChallengePauses()
        _ = pauses.challengedAgain(tenant, at: .zero, jitter: 0)
        return pauses
    }

    @Test("everybody is held until the time is over, then one is let through")
    func one() {
        var pauses = paused()
        #expect(pauses.permissionAsked(account, at: .zero) == .open)
        #expect(pauses.permissionAsked(tenant, at: .zero) == .held(.seconds(45)))
        #expect(pauses.requestAsked(tenant, at: .seconds(44)) == .held(.seconds(1)))
        #expect(pauses.permissionAsked(tenant, at: .seconds(45)) == .probe)
        #expect(pauses.permissionAsked(tenant, at: .seconds(45)) == .held(.seconds(10)))
        #expect(pauses.requestAsked(tenant, at: .seconds(46)) == .probe)
        #expect(pauses.requestAsked(tenant, at: .seconds(46)) == .held(.seconds(10)))
        pauses.probeAccepted(tenant)
        #expect(pauses.requestAsked(tenant, at: .seconds(47)) == .open)
        #expect(pauses.paused().isEmpty)
    }

    @Test("one alarm, and each challenge of a probe doubles the wait up to half an hour")
    func doubling() {
        var pauses = ChallengePauses()
        var now = Duration.zero
        var waits: [Duration] = []
        for round in 0..<8 {
            let isNew = pauses.challengedAgain(tenant, at: now, jitter: 0)
            #expect(isNew == (round == 0))
            let wait = pauses.timeLeft(tenant, at: now) ?? .zero
            waits.append(wait)
            now += wait
            #expect(pauses.requestAsked(tenant, at: now) == .probe)
        }
        #expect(waits == [45, 90, 180, 360, 720, 1350, 1350, 1350].map { .seconds($0) })
        #expect(pauses.paused().map(\.since) == [.zero])
    }

    @Test("the whole step at most is drawn")
    func jitter() {
        var pauses = ChallengePauses()
        _ = pauses.challengedAgain(tenant, at: .zero, jitter: 1)
        #expect(pauses.timeLeft(tenant, at: .zero) == .seconds(60))
    }

    @Test("further challenges of requests that were on their way change nothing")
    func known() {
        var pauses = paused()
        for _ in 0..<100 { #expect(pauses.challengedAgain(tenant, at: .seconds(1), jitter: 0) == false) }
        #expect(pauses.timeLeft(tenant, at: .seconds(1)) == .seconds(44))
    }

    @Test("a probe that finds nothing out waits the same again, or what was asked for")
    func inconclusive() {
        var pauses = paused()
        _ = pauses.requestAsked(tenant, at: .seconds(45))
        pauses.probeFailed(tenant, retryAfter: nil, at: .seconds(46), jitter: 0)
        #expect(pauses.timeLeft(tenant, at: .seconds(46)) == .seconds(45))
        _ = pauses.requestAsked(tenant, at: .seconds(91))
        pauses.probeFailed(tenant, retryAfter: .seconds(300), at: .seconds(91), jitter: 0)
        #expect(pauses.timeLeft(tenant, at: .seconds(91)) == .seconds(300))
        _ = pauses.requestAsked(tenant, at: .seconds(391))
        pauses.probeFailed(tenant, retryAfter: .seconds(86_400), at: .seconds(391), jitter: 0)
        #expect(pauses.timeLeft(tenant, at: .seconds(391)) == .seconds(3600))
        _ = pauses.requestAsked(tenant, at: .seconds(3991))
        pauses.probeNotSent(tenant, at: .seconds(3991))
        #expect(pauses.permissionAsked(tenant, at: .seconds(3991)) == .probe)
    }

    @Test(
        "a probe that is lost does not hold the others up for ever",
        arguments: [(false, 10), (true, 120)]
    )
    func lost(requests: Bool, bound: Int) {
        var pauses = paused()
        let start = 45
        if requests {
            _ = pauses.requestAsked(tenant, at: .seconds(start))
        } else {
            _ = pauses.permissionAsked(tenant, at: .seconds(start))
        }
        #expect(pauses.permissionAsked(tenant, at: .seconds(start + bound - 1)) == .held(.seconds(10)))
        #expect(pauses.permissionAsked(tenant, at: .seconds(start + bound)) == .probe)
    }

    @Test("what nobody has paused is not ended and not begun by the end of a probe")
    func unknown() {
        var pauses = ChallengePauses()
        pauses.probeAccepted(tenant)
        pauses.probeFailed(tenant, retryAfter: nil, at: .zero, jitter: 0)
        pauses.probeNotSent(tenant, at: .zero)
        #expect(pauses.timeLeft(tenant, at: .zero) == nil)
        #expect(pauses.permissionAsked(tenant, at: .zero) == .open)
    }
}
