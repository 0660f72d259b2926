import CommandContract
import CommandPipeline
import MeetingCancellation
import Testing

@Suite("Whose command a withdraw names, and the withdraw as a command of its own")
struct WithdrawalIdentityTests {
    @Test("nothing known: refused, and remembered")
    func unknown() {
        var bench = WithdrawalBench()
        bench.arrive(.withdraw("C", by: "W", at: 0), .withdraw("C", by: "W", at: 1))
        bench.commit()
        #expect(
            bench.outcomes == [
                SeenOutcome("W", .commandUnknown), SeenOutcome("W", .commandUnknown, isPrimary: false),
            ])
        #expect(bench.offset == 2)
    }

    @Test("without a window it does not wait: a command that comes later runs")
    func comesFirst() throws {
        var bench = WithdrawalBench()
        bench.arrive(.withdraw("C", by: "W", at: 0), .cancel("C", at: 1))
        try bench.answerUpToIntent()
        bench.commit()
        try bench.answerCancel()
        bench.commit()
        #expect(bench.outcomes == [SeenOutcome("W", .commandUnknown), SeenOutcome("C", .cancelled)])
    }

    @Test("another source's command of the same id is not found, and goes on")
    func otherSource() throws {
        var bench = WithdrawalBench()
        bench.arrive(.cancel("C", at: 0))
        bench.arrive(.withdraw("C", by: "W", at: 1, source: WithdrawalBench.otherSource))
        try bench.answerUpToIntent()
        bench.commit()
        try bench.answerCancel()
        bench.commit()
        #expect(bench.outcomes == [SeenOutcome("W", .commandUnknown), SeenOutcome("C", .cancelled)])
    }

    @Test("another mailbox's command is not found, though it stands in the same partition")
    func otherMailbox() {
        var bench = WithdrawalBench()
        bench.arrive(.cancel("C", at: 0), .withdraw("C", by: "W", at: 1, mailbox: "bruno@contoso.example"))
        bench.commit()
        #expect(bench.outcomes == [SeenOutcome("W", .commandUnknown)])
        #expect(bench.questions.count == 1)
    }

    @Test("repeated, it is answered from the ledger, over a restart too", arguments: [false, true])
    func repeated(restarts: Bool) {
        var bench = WithdrawalBench()
        bench.arrive(.cancel("C", at: 0), .withdraw("C", by: "W", at: 1))
        bench.commit()
        if restarts { bench.crash() }
        bench.arrive(.withdraw("C", by: "W", at: 2), .cancel("C", at: 3))
        bench.commit()
        #expect(
            bench.outcomes == [
                SeenOutcome("C", .withdrawn), SeenOutcome("W", .withdrawn),
                SeenOutcome("W", .withdrawn, isPrimary: false), SeenOutcome("C", .withdrawn, isPrimary: false),
            ])
        #expect(bench.questions.isEmpty)
    }

    @Test("under the identity of another command it is a conflict, and takes nothing back")
    func conflict() throws {
        var bench = WithdrawalBench()
        bench.arrive(.cancel("C", at: 0), .withdraw("C", by: "C", at: 1))
        bench.arrive(.withdraw("nothing", by: "W", at: 2), .withdraw("C", by: "W", at: 3))
        try bench.answerUpToIntent()
        bench.commit()
        try bench.answerCancel()
        bench.commit()
        #expect(
            bench.outcomes == [
                SeenOutcome("W", .commandUnknown), SeenOutcome("C", .idempotencyConflict, isPrimary: false),
                SeenOutcome("W", .idempotencyConflict, isPrimary: false), SeenOutcome("C", .cancelled),
            ])
    }

    @Test("after its own expirytime nothing is taken back")
    func expired() {
        var bench = WithdrawalBench()
        let expiry = #","expirytime":"2026-11-22T09:30:00Z""#
        bench.arrive(.cancel("C", at: 0), .withdraw("C", by: "W", at: 1, attributes: expiry))
        bench.commit()
        #expect(bench.outcomes == [SeenOutcome("W", .expired)])
        #expect(bench.questions.count == 1)
    }

    @Test("in a partition that is being given up nothing is decided; the next owner decides")
    func leaving() throws {
        var bench = WithdrawalBench()
        bench.arrive(.cancel("C", at: 0))
        try bench.answerUpToIntent()
        bench.commit()
        bench.revoke()
        bench.arrive(.withdraw("C", by: "W", at: 1))
        #expect(bench.open == nil)
        try bench.answerCancel()
        bench.commit()
        #expect(bench.outcomes == [SeenOutcome("C", .cancelled)])
        #expect(bench.revocations == [1])
        bench.assign()
        bench.arrive(.withdraw("C", by: "W", at: 1))
        bench.commit()
        #expect(bench.outcomes == [SeenOutcome("C", .cancelled), SeenOutcome("W", .tooLateToWithdraw)])
    }

    @Test("in another mailbox's partition it is moved to its command's, and has no outcome there")
    func forwarded() throws {
        let key = RoutingKey(tenantID: WithdrawalBench.tenant, mailbox: "ada@contoso.example").bytes
        let away = try #require((0..<4).first { $0 != Murmur2.partition(of: key, count: 4) })
        var bench = WithdrawalBench(partition: away, of: 4)
        let record = ConsumedRecord.withdraw("C", by: "W", at: 0)
        bench.arrive(
            ConsumedRecord(
                position: RecordPosition(
                    topic: record.position.topic, partition: away, offset: 0, timestamp: record.position.timestamp),
                key: nil, value: record.value, headers: record.headers
            )
        )
        bench.commit()
        #expect(bench.outcomes.isEmpty)
        #expect(bench.forwarded.map(\.value) == [record.value])
        #expect(bench.offset == 1)
    }
}
