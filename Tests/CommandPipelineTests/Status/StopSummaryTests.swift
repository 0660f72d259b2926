import CommandContract
import MeetingCancellation
import Testing

@testable import CommandPipeline

@Suite("What a stop tells")
struct StopSummaryTests {
    private static let first = Assignment(partition: ModelledCluster.partition(0), epoch: 1)
    private static let throttled = ExchangeFailure(
        kind: .throttled, verdict: .surelyNotProcessed, retryAfter: .seconds(17))

    private static func id(_ offset: Int64) -> CommandID { CommandID(assignment: first, offset: offset) }

    private static func summary(_ bench: MachineBench) -> StopSummary? {
        bench.events.lazy.compactMap { if case .stopped(let summary) = $0 { summary } else { nil } }.first
    }

    /// The first two have their requests under way, the third waits for Graph with a fourth behind it, the fifth was only read.
    private static func busyBench() -> MachineBench {
        var bench = MachineBench.running([first])
        let records = zip(0..., ["a", "b", "c", "c", "d"]).map { SampleRecord.command($0, event: $1) }
        bench.tell { $0.recordsArrived(records, of: first, at: $1) }
        for offset: Int64 in 0..<2 { bench.answerReads(id(offset)) }
        // Their requests go before Graph turns the mailbox away.
        for _ in 0..<3 { bench.commit() }
        bench.tell { machine, moment in
            machine.permissionAnswered(
                id(2), .success(TokenGrant(roles: ["Calendars.ReadWrite"], scopes: [])), at: moment)
            machine.meetingRead(id(2), .failure(throttled), at: moment)
        }
        for _ in 0..<3 { bench.commit() }
        return bench
    }

    @Test("what was finished meanwhile, what waits and why, what is in doubt, and which records come again")
    func summary() {
        var bench = Self.busyBench()
        bench.tell { $0.stopRequested(at: $1) }
        bench.tell { $0.revoked([Self.first], lost: false, id: 9, at: $1) }
        bench.tell { $0.cancelAnswered(Self.id(0), .success(GraphTrace(status: 202)), at: $1) }
        bench.commit()
        #expect(Self.summary(bench) == nil)
        bench.tell { $0.timerFired(.drain(9), at: $1) }
        bench.tell { $0.sourceClosed(at: $1) }
        let summary = Self.summary(bench)
        #expect(summary?.finished == 1)
        #expect(summary?.waiting == [.backOff: 1, .meeting: 1])
        #expect(summary?.inDoubt == 1)
        #expect(summary?.unread == 1)
        #expect(summary?.listed.map(\.command.position.offset) == [2, 3])
        #expect(summary?.listed.first?.until == bench.moment.now + .seconds(17))
        #expect(bench.actions.last == "finish")
    }

    @Test("an answer that comes within the drain and lets the command wait is told as waiting")
    func lateAnswer() {
        var bench = Self.busyBench()
        bench.tell { $0.stopRequested(at: $1) }
        bench.tell { $0.revoked([Self.first], lost: false, id: 9, at: $1) }
        for offset: Int64 in 0..<2 {
            bench.tell { $0.cancelAnswered(Self.id(offset), .failure(Self.throttled), at: $1) }
        }
        for _ in 0..<3 { bench.commit() }
        bench.tell { $0.sourceClosed(at: $1) }
        let summary = Self.summary(bench)
        #expect(summary?.finished == 0 && summary?.inDoubt == 0)
        #expect(summary?.waiting.values.reduce(0, +) == 4)
    }

    @Test("a list of those that wait ends at its bound, and the counts go on")
    func bound() {
        var bench = MachineBench.running([Self.first])
        let records = (0..<40).map { SampleRecord.command($0, event: "one") }
        bench.tell { $0.recordsArrived(records, of: Self.first, at: $1) }
        for _ in 0..<3 { bench.commit() }
        bench.tell { $0.stopRequested(at: $1) }
        bench.tell { $0.revoked([Self.first], lost: false, id: 9, at: $1) }
        bench.tell { $0.sourceClosed(at: $1) }
        let summary = Self.summary(bench)
        #expect(summary?.listed.count == StatusBounds.listed)
        #expect(summary?.waiting[.meeting] == 39)
    }

    @Test("partitions that go in a rebalance are not told as a stop")
    func rebalance() {
        var bench = Self.busyBench()
        bench.tell { $0.revoked([Self.first], lost: false, id: 9, at: $1) }
        bench.tell { $0.timerFired(.drain(9), at: $1) }
        bench.tell { $0.stopRequested(at: $1) }
        bench.tell { $0.sourceClosed(at: $1) }
        #expect(Self.summary(bench) == StopSummary())
    }
}
