import CommandContract
import CommandPipeline
import MeetingCancellation
import Testing

/// A timer may run for weeks, and nobody waits for it.
@Suite("The timer of a command that goes on before its time, or is gone, is ended")
struct EndedTimerTests {
    private static let held = #","notBefore":"2027-01-20T00:00:00Z""#

    private func id(_ offset: Int64, in bench: WithdrawalBench) -> CommandID {
        CommandID(assignment: bench.assignment, offset: offset)
    }

    private func commands(_ bench: WithdrawalBench) -> [TimerID] {
        bench.timers.filter { if case .command = $0 { true } else { false } }
    }

    private func order(_ bench: WithdrawalBench) -> PauseOrder {
        PauseOrder(.everything, reason: "an exercise", since: bench.now)
    }

    @Test("when a held command is withdrawn")
    func withdrawn() {
        var bench = WithdrawalBench()
        bench.arrive(.cancel("C", at: 0, more: Self.held))
        #expect(commands(bench) == [.command(id(0, in: bench), number: 1)] && bench.ended.isEmpty)
        bench.arrive(.withdraw("C", by: "W", at: 1))
        #expect(bench.ended == [id(0, in: bench)] && commands(bench).isEmpty)
    }

    @Test("when its partition is given up")
    func givenUp() {
        var bench = WithdrawalBench()
        bench.arrive(.cancel("C", at: 0, more: Self.held))
        let held = id(0, in: bench)
        bench.revoke()
        #expect(bench.ended == [held])
    }

    @Test("when a new list of pauses is read, and one that stays held has another one after it")
    func pausedAgain() {
        var bench = WithdrawalBench()
        bench.pause(order(bench))
        bench.arrive(.cancel("C", at: 0))
        #expect(commands(bench) == [.command(id(0, in: bench), number: 1)] && bench.ended.isEmpty)
        bench.pause(order(bench))
        #expect(bench.ended == [id(0, in: bench)])
        #expect(commands(bench) == [.command(id(0, in: bench), number: 2)])
    }

    @Test("when an occurrence is let go by the end of its series, whatever that was", arguments: [true, false])
    func series(isCancelled: Bool) throws {
        var bench = WithdrawalBench()
        bench.arrive(
            .cancel("S", at: 0, event: "master", more: #","extent":"series""#), .cancel("C", at: 1, event: "third"))
        try bench.answerPermission()
        try bench.answerPermission()
        bench.putOff()
        try bench.answerRead(of: "master")
        #expect(commands(bench) == [.command(id(1, in: bench), number: 1)] && bench.ended.isEmpty)
        if isCancelled {
            try bench.answerRead()
            try bench.answerPermission()
            bench.commit()
            try bench.answerCancel()
        } else {
            try bench.failRead(.forbidden)
        }
        #expect(bench.ended == [id(1, in: bench)] && commands(bench).isEmpty)
    }

    @Test("not when it has rung")
    func rung() throws {
        var bench = WithdrawalBench()
        bench.arrive(.cancel("C", at: 0, more: Self.held))
        bench.wait(.seconds(5 * 86_400))
        bench.fireTimers()
        try bench.answerPermission()
        try bench.failRead(.forbidden)
        bench.commit()
        #expect(bench.outcomes == [SeenOutcome("C", .accessDenied)])
        #expect(bench.ended.isEmpty)
    }
}
