import CommandContract
import CommandPipeline
import MeetingCancellation
import Testing

@Suite("Withdrawn in time: both records say so, and no request leaves")
struct WithdrawnInTimeTests {
    private static let bothWithdrawn = [SeenOutcome("C", .withdrawn), SeenOutcome("W", .withdrawn)]

    @Test("before anything was done")
    func beforeAnything() {
        var bench = WithdrawalBench()
        bench.arrive(.cancel("C", at: 0), .withdraw("C", by: "W", at: 1))
        bench.commit()
        #expect(bench.questions.isEmpty)
        #expect(bench.outcomes == Self.bothWithdrawn)
        #expect(bench.offset == 2)
    }

    @Test("while its token is asked for: the late answer finds nobody")
    func whileTokenIsAskedFor() throws {
        var bench = WithdrawalBench()
        bench.arrive(.cancel("C", at: 0))
        bench.arrive(.withdraw("C", by: "W", at: 1))
        bench.commit()
        try bench.answerPermission()
        #expect(bench.questions.isEmpty && bench.open == nil)
        #expect(bench.outcomes == Self.bothWithdrawn)
    }

    @Test("while its meeting is read, and while the second token is asked for")
    func whileMeetingIsRead() throws {
        for steps in 1...2 {
            var bench = WithdrawalBench()
            bench.arrive(.cancel("C", at: 0))
            try bench.answerPermission()
            if steps > 1 { try bench.answerRead() }
            bench.arrive(.withdraw("C", by: "W", at: 1))
            bench.commit()
            if steps > 1 { try bench.answerPermission() } else { try bench.answerRead() }
            #expect(bench.questions.isEmpty && bench.open == nil, "\(steps)")
            #expect(bench.outcomes == Self.bothWithdrawn, "\(steps)")
        }
    }

    @Test("while it waits for time: its timer finds nobody")
    func whileItWaits() throws {
        var bench = WithdrawalBench()
        bench.arrive(.cancel("C", at: 0))
        try bench.answerPermission(.failure(.unavailable(retryAfter: nil)))
        bench.commit()
        bench.arrive(.withdraw("C", by: "W", at: 1))
        bench.commit()
        bench.wait(.seconds(60))
        bench.fireTimers()
        #expect(bench.questions.isEmpty && bench.open == nil)
        #expect(bench.outcomes == Self.bothWithdrawn)
    }

    @Test("while it waits behind another command of its meeting, which goes on")
    func whileItWaitsBehindAnother() throws {
        var bench = WithdrawalBench()
        bench.arrive(.cancel("first", at: 0), .cancel("C", at: 1))
        bench.commit()
        bench.arrive(.withdraw("C", by: "W", at: 2))
        bench.commit()
        #expect(bench.outcomes == Self.bothWithdrawn)
        try bench.answerUpToIntent()
        bench.commit()
        try bench.answerCancel()
        bench.commit()
        #expect(bench.outcomes == Self.bothWithdrawn + [SeenOutcome("first", .cancelled)])
        #expect(bench.questions.isEmpty)
        #expect(bench.offset == 3)
    }

    @Test("its lane is free: what waits behind it begins", arguments: [false, true])
    func freesItsLane(suspended: Bool) throws {
        var bench = WithdrawalBench()
        bench.arrive(.cancel("C", at: 0), .cancel("next", at: 1))
        if suspended { try bench.answerPermission(.failure(.unavailable(retryAfter: nil))) }
        bench.arrive(.withdraw("C", by: "W", at: 2))
        bench.commit()
        if !suspended { try bench.answerPermission() }
        try bench.answerUpToIntent()
        bench.commit()
        try bench.answerCancel()
        bench.commit()
        #expect(bench.outcomes == Self.bothWithdrawn + [SeenOutcome("next", .cancelled)])
    }

    @Test("after a restart, while the ledger holds it as waiting")
    func restored() {
        var bench = WithdrawalBench()
        bench.arrive(.cancel("first", at: 0), .cancel("C", at: 1))
        bench.commit()
        bench.crash()
        bench.arrive(.cancel("first", at: 0), .cancel("C", at: 1), .withdraw("C", by: "W", at: 2))
        bench.commit()
        #expect(bench.outcomes == Self.bothWithdrawn)
    }

    @Test("the two end in one transaction, however small, and a crash before it begins both anew")
    func oneTransaction() throws {
        var bench = WithdrawalBench(batchRecords: 1)
        bench.arrive(.cancel("C", at: 0), .withdraw("C", by: "W", at: 1))
        #expect(bench.open?.entries.count { $0.destination == .outcomes } == 2)
        bench.crash()
        bench.arrive(.cancel("C", at: 0), .withdraw("C", by: "W", at: 1))
        try bench.commitOne()
        #expect(bench.outcomes == Self.bothWithdrawn)
        #expect(bench.offset == 2)
    }

    @Test("an aborted transaction is staged again as it was")
    func aborted() throws {
        var bench = WithdrawalBench()
        bench.arrive(.cancel("C", at: 0), .withdraw("C", by: "W", at: 1))
        try bench.abort()
        bench.commit()
        #expect(bench.outcomes == Self.bothWithdrawn)
        #expect(bench.questions.isEmpty)
    }

    @Test("delivered again, both are known to be done, behind an older record that still runs")
    func redelivered() {
        var bench = WithdrawalBench()
        let records: [ConsumedRecord] = [
            .cancel("older", at: 0, event: "AAMk-2"), .cancel("C", at: 1), .withdraw("C", by: "W", at: 2),
        ]
        bench.arrive(records[0], records[1], records[2])
        bench.commit()
        #expect(bench.offset == 0)
        bench.crash()
        bench.arrive(records[0], records[1], records[2])
        bench.commit()
        #expect(bench.outcomes == Self.bothWithdrawn)
        #expect(bench.questions.count == 1, "the older one goes on")
    }

    @Test("an intent before it that a revocation takes back: the two stay together, and the offset moves over them")
    func movesUp() throws {
        var bench = WithdrawalBench()
        bench.arrive(.cancel("C", at: 0), .cancel("other", at: 1, event: "AAMk-2"))
        bench.arrive(.withdraw("nothing", by: "N", at: 2))
        #expect(bench.open != nil, "what follows waits for the next transaction")
        bench.putOff()
        try bench.answerPermission()
        bench.putOff()
        try bench.answerRead()
        bench.putOff()
        try bench.answerPermission()
        bench.arrive(.withdraw("C", by: "W", at: 3))
        bench.revoke()
        bench.commit()
        #expect(bench.outcomes == [SeenOutcome("N", .commandUnknown)] + Self.bothWithdrawn)
        #expect(bench.offset == 4)
        #expect(bench.revocations == [1])
    }
}
