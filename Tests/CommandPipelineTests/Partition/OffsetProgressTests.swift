import CommandContract
import Testing

@testable import CommandPipeline

@Suite("Offset progress")
struct OffsetProgressTests {
    @Test("offsets with gaps move over the prefix that is done with, and publish in offset order")
    func prefix() {
        var progress = Self.progress(3, 4, 9, 20)
        for offset: Int64 in [20, 9, 3] { progress.set(Self.ready(offset), offset: offset) }
        let first = progress.prefix(before: 0, publications: 10, bytes: 1000)
        #expect(first.nextOffset == 4)
        #expect(first.entries.count == 1)
        #expect(progress.removeFirst(first.records) == (1, 10))
        progress.set(.staged(5), offset: 4)
        #expect(progress.prefix(before: 5, publications: 10, bytes: 1000).records == 0, "its change is not in it")
        #expect(!progress.isMovable(before: 5))
        #expect(progress.isMovable(before: 6))
        let second = progress.prefix(before: 6, publications: 1, bytes: 1000)
        #expect(second.nextOffset == 10)
        #expect(second.publications == 1)
        #expect(progress.prefix(before: 6, publications: 10, bytes: 1).nextOffset == 10, "one is taken, however large")
        _ = progress.removeFirst(second.records)
        #expect(progress.count == 1)
        #expect(progress.nextOffset == 20)
    }

    @Test("what was delivered before is refused, and so is what lies before the start")
    func redelivery() {
        var progress = OffsetProgress()
        progress.began(at: 5)
        let arrived = [4, 5, 5, 4, 6].map { progress.arrived(Self.position($0), bytes: 1) }
        #expect(arrived == [false, true, false, false, true])
    }

    @Test("of several changes of a command the first moves the offset; taken back, it is worked on again")
    func severalChanges() {
        var progress = Self.progress(0, 1)
        progress.set(.staged(3), offset: 0)
        progress.set(.staged(8), offset: 0)
        #expect(progress.isMovable(before: 4))
        progress.restage(0, from: 8, to: nil)
        #expect(progress.isMovable(before: 4), "the record stands on another change")
        progress.restage(0, from: 3, to: 2)
        #expect(progress.isMovable(before: 3))
        progress.restage(0, from: 2, to: nil)
        #expect(!progress.isMovable(before: .max))
    }

    @Test("lag counts from the first record that is not done with")
    func lag() {
        var progress = OffsetProgress()
        #expect(progress.nextOffset == nil && progress.oldest == nil)
        progress.began(at: 2)
        #expect(progress.nextOffset == 2)
        for offset: Int64 in [7, 8] { _ = progress.arrived(Self.position(offset), bytes: 1) }
        progress.set(Self.ready(8), offset: 8)
        #expect(progress.nextOffset == 7 && progress.oldest == Timestamp(milliseconds: 7000))
        progress.set(Self.ready(7), offset: 7)
        _ = progress.removeFirst(2)
        #expect(progress.nextOffset == 9 && progress.oldest == nil)
    }

    @Test("a result for an offset that is not held changes nothing")
    func strayResult() {
        var progress = Self.progress(5)
        for offset: Int64 in [4, 6] { progress.set(Self.ready(offset), offset: offset) }
        #expect(!progress.isMovable(before: .max))
    }

    @Test("random orders of readiness publish each record once, in order", arguments: 0..<100 as Range<UInt64>)
    func anyOrder(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let offsets = (0..<60).map { Int64($0 * 2) }
        var progress = OffsetProgress()
        for offset in offsets { _ = progress.arrived(Self.position(offset), bytes: 1) }
        var waiting = offsets.shuffled(using: &generator)
        var published: [CommitBatch.Entry] = []
        while published.count < offsets.count {
            for _ in 0..<generator.next() % 5 {
                if let offset = waiting.popLast() { progress.set(Self.ready(offset), offset: offset) }
            }
            let taken = progress.prefix(before: 0, publications: Int(generator.next() % 6) + 1, bytes: 1000)
            published += taken.entries
            _ = progress.removeFirst(taken.records)
        }
        #expect(published == offsets.map(Self.entry), "seed \(seed)")
        #expect(progress.bytes == 0)
    }

    private static func progress(_ offsets: Int64...) -> OffsetProgress {
        var progress = OffsetProgress()
        for offset in offsets { _ = progress.arrived(position(offset), bytes: 10) }
        return progress
    }

    private static func position(_ offset: Int64) -> RecordPosition {
        RecordPosition(
            topic: "commands", partition: 0, offset: offset, timestamp: Timestamp(milliseconds: offset * 1000))
    }

    private static func ready(_ offset: Int64) -> OffsetProgress.Standing {
        .ready(OffsetProgress.Publication(entries: [entry(offset)], reports: []))
    }

    private static func entry(_ offset: Int64) -> CommitBatch.Entry {
        CommitBatch.Entry(
            destination: .outcomes, placement: .partition(0),
            record: ContractRecord(key: nil, value: [UInt8(truncatingIfNeeded: offset)], headers: [])
        )
    }
}
