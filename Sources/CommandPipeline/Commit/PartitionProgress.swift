import CommandContract
import DequeModule

/// How far one assignment of a partition is done: commands end in any order, offsets move only over a gapless prefix.
///
/// A settled record's outcome waits here until everything before it is settled too. Publishing it earlier would publish it
/// twice after a crash, because its record would be delivered again (promise P1).
struct PartitionProgress: Sendable {
    private struct Entry {
        let offset: Int64
        let recorded: Timestamp?
        let bytes: Int
        /// What the record leaves behind; nil while it is being worked on.
        var settled: [CommitBatch.Entry]?
    }

    let epoch: Int
    /// In offset order; the first `taken` are in the open transaction.
    private var entries: Deque<Entry> = []
    /// What ``entries`` cost.
    private(set) var bytes = 0
    private var taken = 0
    private var last: Int64?

    init(epoch: Int) { self.epoch = epoch }

    var count: Int { entries.count }
    /// The first offset that is not committed; nil before the first record has come.
    var nextOffset: Int64? { entries.first?.offset ?? last.map { $0 + 1 } }
    /// When the record at ``nextOffset`` was recorded.
    var oldest: Timestamp? { entries.first?.recorded }
    var isTaken: Bool { taken > 0 }
    var hasCommittable: Bool { taken < entries.count && entries[taken].settled != nil }

    /// - Returns: false for a record that was delivered before in this assignment (librdkafka 2.0.2 may fetch again what it
    ///   has delivered when a partition is resumed).
    mutating func arrived(_ position: RecordPosition, bytes: Int) -> Bool {
        if let last, position.offset <= last { return false }
        last = position.offset
        entries.append(Entry(offset: position.offset, recorded: position.timestamp, bytes: bytes, settled: nil))
        self.bytes += bytes
        return true
    }

    mutating func settled(offset: Int64, entries settled: [CommitBatch.Entry]) {
        guard let index = index(of: offset) else { return }
        entries[index].settled = settled
    }

    /// What the record was to leave behind is taken back; it is being worked on again.
    mutating func unsettled(offset: Int64) {
        guard let index = index(of: offset) else { return }
        entries[index].settled = nil
    }

    func holds(offset: Int64) -> Bool { index(of: offset) != nil }

    /// Whether the record is in the open transaction.
    func isTaken(offset: Int64) -> Bool { index(of: offset).map { $0 < taken } ?? false }

    /// Moves the settled prefix, up to `limit` records, into the open transaction.
    /// - Returns: what to produce and the next offset to read, or nil when nothing is ready.
    mutating func take(limit: Int) -> (entries: [CommitBatch.Entry], records: Int, nextOffset: Int64)? {
        guard !isTaken else { return nil }
        var produced: [CommitBatch.Entry] = []
        while taken < min(limit, entries.count), let settled = entries[taken].settled {
            produced.append(contentsOf: settled)
            taken += 1
        }
        return isTaken ? (produced, taken, entries[taken - 1].offset + 1) : nil
    }

    /// The open transaction was committed.
    /// - Returns: records and bytes that are now done with.
    mutating func committed() -> (records: Int, bytes: Int) { removeFirst(taken) }

    /// The open transaction left no trace; its records are ready to be taken again.
    mutating func aborted() { taken = 0 }

    /// It is unknown whether the open transaction was committed; the group's committed offset tells.
    mutating func reconciled(committed offset: Int64?) -> (records: Int, bytes: Int) {
        taken = 0
        guard let offset else { return (0, 0) }
        return removeFirst(entries.prefix { $0.offset < offset }.count)
    }

    /// Everything held, for when the partition goes.
    var held: (records: Int, bytes: Int) { (entries.count, bytes) }

    private mutating func removeFirst(_ count: Int) -> (records: Int, bytes: Int) {
        let bytes = entries.prefix(count).reduce(0) { $0 + $1.bytes }
        entries.removeFirst(count)
        self.bytes -= bytes
        taken = 0
        return (count, bytes)
    }

    /// Binary search: offsets have gaps where transaction markers and compacted records were.
    private func index(of offset: Int64) -> Int? {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].offset < offset { low = middle + 1 } else { high = middle }
        }
        return low < entries.count && entries[low].offset == offset ? low : nil
    }
}
