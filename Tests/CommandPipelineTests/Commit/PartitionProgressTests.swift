import CommandContract
import Testing

@testable import CommandPipeline

@Suite("Partition progress")
struct PartitionProgressTests {
    @Test("offsets with gaps move over the settled prefix only, in offset order")
    func prefix() {
        var progress = PartitionProgress(epoch: 1)
        for offset: Int64 in [3, 4, 9, 20] { _ = progress.arrived(Self.position(offset), bytes: 10) }
        for offset: Int64 in [20, 9, 3] { progress.settled(offset: offset, entries: [Self.entry(offset)]) }
        let first = progress.take(limit: 100)
        #expect(first?.nextOffset == 4)
        #expect(first?.entries == [Self.entry(3)])
        #expect(progress.take(limit: 100) == nil, "taken already")
        #expect(progress.committed() == (1, 10))
        progress.settled(offset: 4, entries: [Self.entry(4), Self.entry(40)])
        let second = progress.take(limit: 2)
        #expect(second?.nextOffset == 10)
        #expect(second?.entries == [4, 40, 9].map(Self.entry))
        #expect(progress.committed() == (2, 20))
        #expect(progress.held == (1, 10))
    }

    @Test("what was delivered before is refused, committed or not")
    func redelivery() {
        var progress = PartitionProgress(epoch: 1)
        #expect([5, 5].map { progress.arrived(Self.position($0), bytes: 1) } == [true, false])
        progress.settled(offset: 5, entries: [])
        #expect(progress.take(limit: 1)?.nextOffset == 6)
        #expect(progress.committed() == (1, 1))
        #expect([4, 5, 6].map { progress.arrived(Self.position($0), bytes: 1) } == [false, false, true])
    }

    @Test("a result for an offset that is not held changes nothing")
    func strayResult() {
        var progress = PartitionProgress(epoch: 1)
        _ = progress.arrived(Self.position(5), bytes: 1)
        for offset: Int64 in [4, 6] { progress.settled(offset: offset, entries: []) }
        #expect(!progress.hasCommittable)
        #expect(progress.take(limit: 1) == nil)
    }

    @Test(
        "random orders of settling, aborting and unanswered commits publish each record once, in order",
        arguments: 0..<200 as Range<UInt64>
    )
    func anyOrder(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var progress = PartitionProgress(epoch: 1)
        let offsets = (0..<60).map { Int64($0 * 2) }
        for offset in offsets { _ = progress.arrived(Self.position(offset), bytes: 1) }
        var unsettled = offsets.shuffled(using: &generator)
        var published: [CommitBatch.Entry] = []
        var committed: Int64?
        while published.count < offsets.count {
            for _ in 0..<generator.next() % 5 {
                if let offset = unsettled.popLast() { progress.settled(offset: offset, entries: [Self.entry(offset)]) }
            }
            guard let taken = progress.take(limit: Int(generator.next() % 6) + 1) else { continue }
            #expect(taken.nextOffset > committed ?? -1, "seed \(seed)")
            let happened = generator.chance(50)
            if happened {
                published += taken.entries
                committed = taken.nextOffset
            }
            switch (generator.chance(50), happened) {
            case (true, true): _ = progress.committed()
            case (true, false): progress.aborted()
            case (false, _): _ = progress.reconciled(committed: committed)
            }
        }
        #expect(published == offsets.map(Self.entry), "seed \(seed)")
        #expect(progress.held == (0, 0))
    }

    @Test("lag counts from the first record that is not committed, however far later ones are")
    func lag() {
        var progress = PartitionProgress(epoch: 1)
        #expect(progress.nextOffset == nil && progress.oldest == nil)
        for offset: Int64 in [7, 8] { _ = progress.arrived(Self.position(offset), bytes: 1) }
        progress.settled(offset: 8, entries: [])
        #expect(progress.nextOffset == 7 && progress.oldest == Timestamp(milliseconds: 7000))
        progress.settled(offset: 7, entries: [])
        #expect(progress.nextOffset == 7)
        _ = progress.take(limit: 10)
        _ = progress.committed()
        #expect(progress.nextOffset == 9 && progress.oldest == nil)
    }

    private static func position(_ offset: Int64) -> RecordPosition {
        RecordPosition(
            topic: "commands", partition: 0, offset: offset, timestamp: Timestamp(milliseconds: offset * 1000))
    }

    private static func entry(_ offset: Int64) -> CommitBatch.Entry {
        CommitBatch.Entry(
            destination: .outcomes, placement: .partition(0),
            record: ContractRecord(key: nil, value: [UInt8(truncatingIfNeeded: offset)], headers: [])
        )
    }
}
