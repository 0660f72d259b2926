import CommandContract
import CommandPipeline
import MeetingCancellation
import Testing

@Suite("Too late to withdraw: the command goes on to its own outcome")
struct TooLateToWithdrawTests {
    private static let tooLate = SeenOutcome("W", .tooLateToWithdraw)
    private static let cancelled = SeenOutcome("C", .cancelled)

    /// The command's intent is in the open transaction, or behind it.
    private func staged(behindOpenOne: Bool = false) throws -> WithdrawalBench {
        var bench = WithdrawalBench()
        bench.arrive(.cancel("C", at: 0))
        if behindOpenOne { bench.arrive(.withdraw("nothing", by: "other", at: 1)) }
        try bench.answerUpToIntent()
        #expect(bench.questions.isEmpty && bench.open != nil)
        return bench
    }

    private func onItsWay() throws -> WithdrawalBench {
        var bench = try staged()
        bench.commit()
        return bench
    }

    @Test("against a staged intent whose transaction is then committed", arguments: [false, true])
    func stagedThenCommitted(behindOpenOne: Bool) throws {
        var bench = try staged(behindOpenOne: behindOpenOne)
        bench.arrive(.withdraw("C", by: "W", at: 2))
        bench.commit()
        try bench.answerCancel()
        bench.commit()
        #expect(bench.outcomes.suffix(2) == [Self.tooLate, Self.cancelled])
        #expect(bench.outcomes.count == (behindOpenOne ? 3 : 2))
    }

    @Test("against a staged intent whose transaction is then aborted", arguments: [false, true])
    func stagedThenAborted(behindOpenOne: Bool) throws {
        var bench = try staged(behindOpenOne: behindOpenOne)
        bench.arrive(.withdraw("C", by: "W", at: 2))
        try bench.abort()
        #expect(bench.questions.isEmpty, "nothing leaves before its intent is committed")
        bench.commit()
        try bench.answerCancel()
        bench.commit()
        #expect(bench.outcomes.suffix(2) == [Self.tooLate, Self.cancelled])
    }

    @Test("against a staged intent that a crash takes away: both records begin anew, and the pair is consistent")
    func stagedThenCrashed() throws {
        var bench = try staged()
        bench.arrive(.withdraw("C", by: "W", at: 1))
        bench.crash()
        bench.arrive(.cancel("C", at: 0), .withdraw("C", by: "W", at: 1))
        bench.commit()
        #expect(bench.outcomes == [SeenOutcome("C", .withdrawn), SeenOutcome("W", .withdrawn)])
        #expect(bench.questions.isEmpty)
    }

    /// The command goes on when its wait is over, and is cancelled beside the withdraw's refusal.
    private func expectCancel(after span: Duration, in bench: inout WithdrawalBench) throws {
        bench.wait(span)
        bench.fireTimers()
        try bench.answerPermission()
        bench.commit()
        try bench.answerCancel()
        bench.commit()
        #expect(bench.outcomes == [Self.tooLate, Self.cancelled])
    }

    @Test("against a committed intent, its request in flight")
    func committed() throws {
        var bench = try onItsWay()
        bench.arrive(.withdraw("C", by: "W", at: 1))
        bench.commit()
        #expect(bench.outcomes == [Self.tooLate])
        try bench.answerCancel()
        bench.commit()
        #expect(bench.outcomes == [Self.tooLate, Self.cancelled])
    }

    @Test("while it is throttled after an attempt")
    func throttled() throws {
        var bench = try onItsWay()
        try bench.answerCancel(.failure(ExchangeFailure(kind: .throttled, verdict: .surelyNotProcessed)))
        bench.arrive(.withdraw("C", by: "W", at: 1))
        bench.commit()
        try expectCancel(after: .seconds(30), in: &bench)
    }

    @Test("while it is throttled after an attempt, over a restart")
    func throttledAndRestored() throws {
        var bench = try onItsWay()
        try bench.answerCancel(.failure(ExchangeFailure(kind: .throttled, verdict: .surelyNotProcessed)))
        bench.commit()
        bench.crash()
        bench.arrive(.withdraw("C", by: "W", at: 1))
        bench.commit()
        #expect(bench.outcomes == [Self.tooLate])
    }

    @Test("while it is in doubt, over a restart too", arguments: [false, true])
    func inDoubt(restarts: Bool) throws {
        var bench = try onItsWay()
        try bench.answerCancel(.failure(ExchangeFailure(kind: .unavailable, verdict: .ambiguous)))
        if restarts { bench.crash() }
        bench.arrive(.withdraw("C", by: "W", at: 1))
        bench.commit()
        #expect(bench.outcomes == [Self.tooLate])
    }

    @Test("when its lease ended before a byte was sent: the ledger says that it is attempted")
    func leaseEnded() throws {
        var bench = try onItsWay()
        try bench.answerCancel(.failure(ExchangeFailure(kind: .leaseEnded, verdict: .surelyNotProcessed)))
        bench.arrive(.withdraw("C", by: "W", at: 1))
        try bench.answerPermission()
        bench.commit()
        try bench.answerCancel()
        bench.commit()
        #expect(bench.outcomes == [Self.tooLate, Self.cancelled])
    }

    @Test("when Graph has answered its attempt by a 401, though the repeat never left and it waits for Entra now")
    func refusedAndNeverRepeated() throws {
        var bench = try onItsWay()
        try bench.answerCancel(.failure(ExchangeFailure(kind: .unauthorized, verdict: .surelyNotProcessed)))
        bench.wait(.seconds(11))
        try bench.answerPermission()
        try bench.answerPermission(.failure(.unavailable(retryAfter: .seconds(5))))
        bench.commit()
        #expect(bench.questions.isEmpty)
        bench.arrive(.withdraw("C", by: "W", at: 1))
        bench.commit()
        #expect(bench.outcomes == [Self.tooLate])
        try expectCancel(after: .seconds(5), in: &bench)
    }

    @Test("when it has its outcome, whether committed or only staged", arguments: [false, true])
    func settled(isCommitted: Bool) throws {
        var bench = try onItsWay()
        try bench.answerCancel()
        if isCommitted { bench.commit() }
        bench.arrive(.withdraw("C", by: "W", at: 1))
        bench.commit()
        #expect(bench.outcomes == [Self.cancelled, Self.tooLate])
    }

    @Test("when another withdraw took it back before")
    func withdrawnBefore() {
        var bench = WithdrawalBench()
        bench.arrive(.cancel("C", at: 0), .withdraw("C", by: "first", at: 1), .withdraw("C", by: "W", at: 2))
        bench.commit()
        #expect(bench.outcomes == [SeenOutcome("C", .withdrawn), SeenOutcome("first", .withdrawn), Self.tooLate])
    }
}
