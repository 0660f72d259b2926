import CommandContract
import CommandPipeline
import Testing

@Suite("How long a second command for a meeting must not look counts by the worker's clock")
struct CollapseClockTests {
    @Test("a restart under a broker whose clock is behind makes it no shorter", arguments: [0, 30, 59] as [Int64])
    func brokerBehind(lag: Int64) throws {
        var bench = WithdrawalBench()
        bench.brokerLag = .seconds(lag)
        bench.arrive(.cancel("C", at: 0))
        try bench.answerUpToIntent()
        bench.commit()
        try bench.answerCancel()
        bench.commit()
        bench.wait(.seconds(59))
        bench.crash()
        bench.arrive(.cancel("C1", at: 1))
        bench.commit()
        #expect(bench.questions.isEmpty)
        #expect(bench.outcomes.last == SeenOutcome("C1", .alreadyCancelled, by: "C"))
        bench.wait(.seconds(1))
        bench.arrive(.cancel("C2", at: 2))
        #expect(bench.questions.count == 1, "then it looks")
    }
}
