import CommandContract
import CommandPipeline
import MeetingCancellation
import Testing

@Suite("Several commands for one meeting: the first one's request is enough")
struct CollapseTests {
    private func cancelled(_ bench: inout WithdrawalBench) throws {
        try bench.answerUpToIntent()
        bench.commit()
        try bench.answerCancel()
    }

    private func after(_ first: SeenOutcome, _ count: Int) -> [SeenOutcome] {
        [first] + (1...count).map { SeenOutcome("C\($0)", .alreadyCancelled, by: first.id) }
    }

    @Test("those that wait behind it end with it, from whatever source, in one transaction")
    func behind() throws {
        var bench = WithdrawalBench()
        bench.arrive(
            .cancel("C", at: 0), .cancel("C1", at: 1, source: WithdrawalBench.otherSource), .cancel("C2", at: 2))
        try cancelled(&bench)
        #expect(bench.open?.entries.count { $0.destination == .outcomes } == 3)
        bench.commit()
        #expect(bench.outcomes == after(SeenOutcome("C", .cancelled), 2))
        #expect(bench.questions.isEmpty && bench.offset == 3)
    }

    @Test(
        "one that comes as long as Graph may not show it yet does not even look; over a restart too",
        arguments: [false, true])
    func soonAfter(restarts: Bool) throws {
        var bench = WithdrawalBench()
        bench.arrive(.cancel("C", at: 0))
        try cancelled(&bench)
        bench.commit()
        bench.wait(.seconds(59))
        if restarts { bench.crash() }
        bench.arrive(.cancel("C1", at: 1))
        bench.commit()
        #expect(bench.outcomes == after(SeenOutcome("C", .cancelled), 1))
        #expect(bench.questions.isEmpty)
    }

    @Test(
        "later it looks: gone or cancelled, it was the first one's doing; standing, somebody has put it back",
        arguments: 0...2)
    func later(found: Int) throws {
        var bench = WithdrawalBench()
        bench.arrive(.cancel("C", at: 0))
        try cancelled(&bench)
        bench.commit()
        bench.wait(.seconds(60))
        bench.arrive(.cancel("C1", at: 1))
        try bench.answerPermission()
        switch found {
        case 0: try bench.failRead(.notFound)
        case 1: try bench.answerRead(isCancelled: true)
        default:
            try bench.answerRead()
            try bench.answerPermission()
            bench.commit()
            try bench.answerCancel()
        }
        bench.commit()
        let second = found < 2 ? SeenOutcome("C1", .alreadyCancelled, by: "C") : SeenOutcome("C1", .cancelled)
        #expect(bench.outcomes == [SeenOutcome("C", .cancelled), second])
    }

    @Test("one behind a command that failed goes its own way")
    func failed() throws {
        var bench = WithdrawalBench()
        bench.arrive(.cancel("C", at: 0), .cancel("C1", at: 1))
        try bench.answerPermission()
        try bench.failRead(.forbidden)
        try cancelled(&bench)
        bench.commit()
        #expect(bench.outcomes == [SeenOutcome("C", .accessDenied), SeenOutcome("C1", .cancelled)])
    }

    @Test("an absence that is only inferred is no evidence for others")
    func inferred() throws {
        var bench = WithdrawalBench()
        bench.arrive(.cancel("C", at: 0))
        try bench.answerUpToIntent()
        bench.commit()
        try bench.answerCancel(.failure(ExchangeFailure(kind: .unavailable, verdict: .ambiguous)))
        bench.commit()
        bench.wait(.seconds(60))
        bench.fireTimers()
        try bench.failRead(.notFound)
        try bench.answerCalendar(entries: [])
        bench.commit()
        #expect(bench.outcomes == [SeenOutcome("C", .cancelled)])
        bench.arrive(.cancel("C1", at: 1))
        try bench.answerPermission()
        try bench.failRead(.notFound)
        bench.commit()
        #expect(bench.outcomes.last == SeenOutcome("C1", .eventNotFound))
    }

    @Test("one that waits behind it when the partition is given up does not look at the next owner either")
    func givenUp() throws {
        var bench = WithdrawalBench()
        bench.arrive(.cancel("C", at: 0), .cancel("C1", at: 1))
        try bench.answerUpToIntent()
        bench.commit()
        bench.revoke()
        try bench.answerCancel()
        bench.commit()
        #expect(bench.outcomes == [SeenOutcome("C", .cancelled)])
        bench.assign()
        bench.commit()
        #expect(bench.outcomes == after(SeenOutcome("C", .cancelled), 1))
        #expect(bench.questions.isEmpty)
    }
}
