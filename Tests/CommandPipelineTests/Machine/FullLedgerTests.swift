import CommandContract
import MeetingCancellation
import Testing

@testable import CommandPipeline

@Suite("Commands that wait while the ledger has little room")
struct FullLedgerTests {
    private static let first = Assignment(partition: ModelledCluster.partition(0), epoch: 1)
    /// In days.
    private static let held = #","notBefore":"2027-01-20T00:00:00Z""#

    @Test(
        "one that was held while the ledger was full is kept there as soon as there is room and its partition is half full",
        arguments: [true, false])
    func keptLater(isHalfFullFirst: Bool) {
        var bench = WithdrawalBench(openCommands: 1, limits: { $0.partitionRecords = 8 })
        bench.arrive(
            .cancel("C", at: 0, event: "one", more: Self.held), .cancel("D", at: 1, event: "two", more: Self.held))
        bench.commit()
        #expect(bench.offset == 1, "the ledger has no room for the second")
        let withdraw = ConsumedRecord.withdraw("C", by: "W", at: isHalfFullFirst ? 5 : 2)
        let others = (isHalfFullFirst ? 2..<5 : 3..<6 as Range<Int64>).map { ConsumedRecord.undecodable(at: $0) }
        for record in isHalfFullFirst ? others : [withdraw] { bench.arrive(record) }
        bench.commit()
        #expect(bench.offset == 1, "one of the two is missing")
        for record in isHalfFullFirst ? [withdraw] : others { bench.arrive(record) }
        bench.commit()
        #expect(bench.offset == 6)
        bench.crash()
        bench.arrive(.withdraw("D", by: "V", at: 6))
        bench.commit()
        #expect(bench.outcomes.suffix(2) == [SeenOutcome("D", .withdrawn), SeenOutcome("V", .withdrawn)])
        #expect(bench.questions.isEmpty)
    }

    /// Nobody may come for their meeting in the weeks that the first of it is held.
    @Test("those that stand behind one that is kept, and found no room when they came, are kept when there is some")
    func behindKept() {
        var bench = WithdrawalBench(openCommands: 2, limits: { $0.partitionRecords = 8 })
        bench.arrive(.cancel("C", at: 0, event: "one", more: Self.held))
        bench.arrive(.cancel("D", at: 1, event: "two", more: Self.held))
        bench.arrive(.cancel("D1", at: 2, event: "two"))
        for offset: Int64 in 3..<6 { bench.arrive(.undecodable(at: offset)) }
        bench.commit()
        #expect(bench.offset == 2, "the ledger has no room for the third")
        bench.arrive(.withdraw("C", by: "W", at: 6))
        bench.commit()
        #expect(bench.offset == 7)
    }

    @Test("when there is room again just after the last look for such commands, the worker's next look finds them")
    func foundLater() throws {
        var bench = WithdrawalBench(openCommands: 2, limits: { $0.partitionRecords = 6 })
        bench.arrive(.cancel("C", at: 0, event: "one", more: Self.held))
        bench.commit()
        bench.arrive(.cancel("R", at: 1, event: "running"))
        for offset: Int64 in 2..<4 { bench.arrive(.undecodable(at: offset)) }
        bench.arrive(.cancel("D", at: 4, event: "two", more: Self.held))
        bench.arrive(.cancel("E", at: 5, event: "three", more: Self.held))
        for offset: Int64 in 6..<8 { bench.arrive(.undecodable(at: offset)) }
        bench.arrive(.withdraw("D", by: "W", at: 8))
        try bench.answerPermission()
        try bench.failRead(.forbidden)
        bench.commit()
        #expect(bench.offset == 5 && bench.questions.isEmpty, "all that is left waits for weeks")
        bench.wait(.seconds(10))
        bench.look()
        bench.commit()
        #expect(bench.offset == 9)
    }

    // MARK: One meeting's

    /// The first of them is held, and all others stand behind it.
    private static func bench(openCommands: Int) -> MachineBench {
        var bench = MachineBench.running([first]) { $0.openCommands = openCommands }
        let records = (0...2000).map { number in
            SampleRecord.command(number, event: "one", fields: number == 0 ? held : "")
        }
        bench.tell { $0.recordsArrived(records, of: first, at: $1) }
        return bench
    }

    private static func staged(_ bench: MachineBench) -> [Int64] {
        bench.machine.partitions[first.partition]?.pending.map(\.offset) ?? []
    }

    @Test("each of two thousand behind one that is held is staged once, in their order")
    func behindHeld() {
        #expect(Self.staged(Self.bench(openCommands: 10_000)) == Array(0...2000))
    }

    @Test("none beyond the bound is staged, and when one before them ends, the next in order is")
    func beyondTheBound() {
        var bench = Self.bench(openCommands: 100)
        #expect(Self.staged(bench) == Array(0..<100))
        bench.commit()
        #expect(Self.staged(bench) == [])
        let withdraw = ConsumedRecord.withdraw("cmd-0-0", by: "W", at: 2001, mailbox: SampleRecord.residents[0])
        let records = [
            SampleRecord.record(2001, value: withdraw.value), SampleRecord.command(2002, event: "one"),
            SampleRecord.command(2003, event: "one"),
        ]
        bench.tell { $0.recordsArrived(records, of: Self.first, at: $1) }
        #expect(Self.staged(bench) == [2001, 100], "the withdraw's with its command's, then the next that waits")
    }
}
