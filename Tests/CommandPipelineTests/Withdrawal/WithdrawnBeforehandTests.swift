import CommandContract
import CommandPipeline
import MeetingCancellation
import Testing

@Suite("A withdraw that comes before its command waits for it")
struct WithdrawnBeforehandTests {
    private static let bothWithdrawn = [SeenOutcome("C", .withdrawn), SeenOutcome("W", .withdrawn)]

    private func waiting(openCommands: Int = 1000) -> WithdrawalBench {
        var bench = WithdrawalBench(window: .seconds(60), openCommands: openCommands)
        bench.arrive(.withdraw("C", by: "W", at: 0))
        bench.commit()
        return bench
    }

    @Test("it holds the offset of nobody, and has no outcome yet")
    func waits() {
        let bench = waiting()
        #expect(bench.outcomes.isEmpty && bench.questions.isEmpty)
        #expect(bench.offset == 1)
    }

    @Test("it is shown among the commands that wait, and in what a stop leaves behind")
    func shown() throws {
        var bench = waiting()
        #expect(bench.status.commands.open == 1)
        #expect(bench.status.waiting[.command]?.commands == 1)
        #expect(bench.status.partitions.map(\.commands) == [1])
        bench.stop()
        bench.revoke()
        bench.closeSource()
        let left = bench.reports.compactMap { if case .stopped(let summary) = $0 { summary.waiting } else { nil } }
        #expect(left == [[.command: 1]])
    }

    @Test("the command ends with it, before anything is asked; over a restart too", arguments: [false, true])
    func takesBack(restarts: Bool) {
        var bench = waiting()
        if restarts { bench.crash() }
        bench.arrive(.cancel("C", at: 1))
        bench.commit()
        #expect(bench.outcomes == Self.bothWithdrawn)
        #expect(bench.questions.isEmpty && bench.offset == 2)
        bench.fireTimers()
        #expect(bench.open == nil, "its timer finds nobody")
    }

    @Test("after its window it is refused, and the command runs; over a restart too", arguments: [false, true])
    func windowEnds(restarts: Bool) throws {
        var bench = waiting()
        if restarts { bench.crash() }
        bench.wait(.seconds(60))
        bench.fireTimers()
        bench.commit()
        #expect(bench.outcomes == [SeenOutcome("W", .commandUnknown)])
        bench.arrive(.cancel("C", at: 1))
        try bench.answerUpToIntent()
        bench.commit()
        try bench.answerCancel()
        bench.commit()
        #expect(bench.outcomes == [SeenOutcome("W", .commandUnknown), SeenOutcome("C", .cancelled)])
    }

    @Test("its window begins when it is taken in, however long it lay in the topic")
    func late() {
        var bench = WithdrawalBench(window: .seconds(60))
        bench.wait(.seconds(1200))
        bench.arrive(.withdraw("C", by: "W", at: 0))
        bench.wait(.seconds(59))
        bench.arrive(.cancel("C", at: 1))
        bench.commit()
        #expect(bench.outcomes == Self.bothWithdrawn)
    }

    @Test("its own expirytime ends the wait earlier")
    func expires() {
        var bench = WithdrawalBench(window: .seconds(60))
        bench.arrive(
            .withdraw("C", by: "W", at: 0, attributes: #","expirytime":"2027-01-15T08:00:10Z""#))
        bench.commit()
        #expect(bench.outcomes.isEmpty)
        bench.wait(.seconds(10))
        bench.fireTimers()
        bench.commit()
        #expect(bench.outcomes == [SeenOutcome("W", .commandUnknown)])
    }

    @Test("repeated while it waits it is a duplicate in progress, with other content a conflict")
    func repeated() {
        var bench = waiting()
        bench.arrive(.withdraw("C", by: "W", at: 1), .withdraw("D", by: "W", at: 2))
        bench.commit()
        #expect(
            bench.outcomes == [
                SeenOutcome("W", .duplicateInProgress, isPrimary: false),
                SeenOutcome("W", .idempotencyConflict, isPrimary: false),
            ])
    }

    @Test("of several the first takes the command back, and the others come too late")
    func several() {
        var bench = waiting()
        bench.arrive(.withdraw("C", by: "second", at: 1), .cancel("C", at: 2))
        bench.commit()
        #expect(bench.outcomes == Self.bothWithdrawn + [SeenOutcome("second", .tooLateToWithdraw)])
    }

    @Test("another source's, and another mailbox's, command of that id runs")
    func others() throws {
        var bench = waiting()
        bench.arrive(.cancel("C", at: 1, source: WithdrawalBench.otherSource))
        bench.arrive(.withdraw("E", by: "V", at: 2, mailbox: "bruno@contoso.example"))
        bench.arrive(.cancel("E", at: 3, event: "AAMk-2"))
        bench.commit()
        #expect(bench.outcomes.isEmpty)
        #expect(bench.questions.count == 2)
    }

    @Test("a command that is refused is not taken back, and the withdraw says so when its window ends")
    func refused() {
        var bench = waiting()
        bench.arrive(.cancel("C", at: 1, event: ""))
        bench.commit()
        #expect(bench.outcomes == [SeenOutcome("C", .fieldInvalid)])
        bench.wait(.seconds(60))
        bench.fireTimers()
        bench.commit()
        #expect(bench.outcomes.last == SeenOutcome("W", .tooLateToWithdraw))
    }

    @Test("beyond the ledger's bound it holds the offset, and still takes its command back")
    func beyondTheBound() {
        var bench = waiting(openCommands: 0)
        #expect(bench.offset == nil)
        bench.arrive(.cancel("C", at: 1))
        bench.commit()
        #expect(bench.outcomes == Self.bothWithdrawn)
        #expect(bench.offset == 2)
    }

    @Test("given up with its partition, the next owner has it")
    func revoked() {
        var bench = waiting()
        bench.revoke()
        #expect(bench.revocations == [1])
        bench.fireTimers()
        #expect(bench.open == nil)
        bench.assign()
        bench.arrive(.cancel("C", at: 1))
        bench.commit()
        #expect(bench.outcomes == Self.bothWithdrawn)
    }
}
