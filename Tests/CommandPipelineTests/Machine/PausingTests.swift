import CommandContract
import CommandPipeline
import MeetingCancellation
import Testing

@Suite("What people have paused asks nothing, keeps its order, and goes on where it stood")
struct PausingTests {
    private static let since = Timestamp(milliseconds: 1_800_000_000_000)
    private static let scopes: [PauseOrder.Scope] = [
        .everything, .source(WithdrawalBench.source), .tenant(WithdrawalBench.tenant),
    ]
    private static let tooLong: Duration = .seconds(25 * 3600)

    private func order(_ scope: PauseOrder.Scope) -> PauseOrder {
        PauseOrder(scope, reason: "an exercise", since: Self.since)
    }

    private func finish(_ bench: inout WithdrawalBench) throws {
        while let question = bench.questions.first {
            switch question {
            case .obtainPermission: try bench.answerPermission()
            case .readMeeting: try bench.answerRead()
            default: try bench.answerCancel()
            }
            bench.commit()
        }
    }

    @Test(
        "a new command waits in the ledger, and the offset moves on; over a restart too", arguments: scopes,
        [false, true])
    func new(scope: PauseOrder.Scope, restarts: Bool) throws {
        var bench = WithdrawalBench()
        bench.pause(order(scope))
        bench.arrive(.cancel("C", at: 0))
        bench.commit()
        #expect(bench.questions.isEmpty && bench.outcomes.isEmpty && bench.offset == 1)
        if restarts {
            bench.crash(paused: [order(scope)])
            #expect(bench.questions.isEmpty)
        }
        bench.pause()
        try finish(&bench)
        #expect(bench.outcomes == [SeenOutcome("C", .cancelled)])
    }

    @Test("other sources and tenants go on")
    func others() throws {
        var bench = WithdrawalBench()
        bench.pause(order(.source(WithdrawalBench.source)), order(.tenant("10000000-0000-4000-8000-000000000009")))
        bench.arrive(.cancel("C", at: 0), .cancel("D", at: 1, event: "AAMk-2", source: WithdrawalBench.otherSource))
        try finish(&bench)
        #expect(bench.outcomes == [SeenOutcome("D", .cancelled)])
    }

    @Test("one that runs stops before its next request, whichever that is", arguments: 0...4)
    func running(steps: Int) throws {
        var bench = WithdrawalBench()
        bench.arrive(.cancel("C", at: 0))
        if steps > 0 { try bench.answerPermission() }
        if steps > 1 { try bench.answerRead() }
        if steps > 2 { try bench.answerPermission() }
        bench.pause(order(.everything))
        switch steps {
        case 0: try bench.answerPermission()
        case 1: try bench.answerRead()
        case 2: try bench.answerPermission()
        default: break
        }
        bench.commit()
        #expect(!bench.questions.contains { if case .sendCancel = $0 { true } else { false } })
        bench.pause()
        try finish(&bench)
        #expect(bench.outcomes == [SeenOutcome("C", .cancelled)])
    }

    @Test("a request that is on its way ends as it ends")
    func onItsWay() throws {
        var bench = WithdrawalBench()
        bench.arrive(.cancel("C", at: 0))
        try bench.answerUpToIntent()
        bench.commit()
        bench.pause(order(.everything))
        try bench.answerCancel()
        bench.commit()
        #expect(bench.outcomes == [SeenOutcome("C", .cancelled)])
    }

    @Test("later commands for its meeting do not overtake it, whosever they are")
    func keepsOrder() throws {
        var bench = WithdrawalBench()
        bench.pause(order(.source(WithdrawalBench.source)))
        bench.arrive(.cancel("C", at: 0), .cancel("D", at: 1, source: WithdrawalBench.otherSource))
        bench.commit()
        #expect(bench.questions.isEmpty)
        bench.pause()
        try finish(&bench)
        #expect(bench.outcomes == [SeenOutcome("C", .cancelled), SeenOutcome("D", .alreadyCancelled, by: "C")])
    }

    @Test("it can be withdrawn meanwhile")
    func withdrawn() {
        var bench = WithdrawalBench()
        bench.pause(order(.everything))
        bench.arrive(.cancel("C", at: 0), .withdraw("C", by: "W", at: 1))
        bench.commit()
        #expect(bench.outcomes == [SeenOutcome("C", .withdrawn), SeenOutcome("W", .withdrawn)])
    }

    @Test("at its deadline it ends untouched", arguments: scopes)
    func deadline(scope: PauseOrder.Scope) {
        var bench = WithdrawalBench()
        bench.pause(order(scope))
        bench.arrive(.cancel("C", at: 0))
        bench.commit()
        bench.wait(Self.tooLong)
        bench.fireTimers()
        bench.commit()
        #expect(bench.outcomes == [SeenOutcome("C", .tenantPaused)])
    }

    @Test("a doubt is not given up at its deadline: it is looked up after the pause")
    func doubt() throws {
        var bench = WithdrawalBench()
        bench.arrive(.cancel("C", at: 0))
        try bench.answerUpToIntent()
        bench.commit()
        try bench.answerCancel(.failure(ExchangeFailure(kind: .unavailable, verdict: .ambiguous)))
        bench.pause(order(.everything))
        bench.wait(Self.tooLong)
        bench.fireTimers()
        bench.commit()
        #expect(bench.questions.isEmpty && bench.outcomes.isEmpty)
        bench.pause()
        try bench.answerRead(isCancelled: true)
        bench.commit()
        #expect(bench.outcomes == [SeenOutcome("C", .cancelled)])
    }
}
