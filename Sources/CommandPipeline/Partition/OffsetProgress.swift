import CommandContract
import DequeModule
import MeetingCancellation

/// How far one assignment of a partition is done: records end in any order, the offset moves over a gapless prefix of what is
/// done with.
///
/// A record is done with once its command is in the ledger, or once its outcome is committed. An outcome that leaves no mark
/// in the ledger (of a duplicate, or of a record nobody can read) waits here until everything before it is done with:
/// published earlier, it would be published again when a crash brings the record back (promise P1).
struct OffsetProgress: Sendable {
    enum Standing: Sendable {
        case working
        /// The ledger knows of it with the staged change of this number.
        case staged(UInt64)
        /// To be published when the offset moves over it.
        case ready(Publication)
    }

    struct Publication: Sendable {
        var entries: [CommitBatch.Entry]
        let reports: [PipelineEvent]
    }

    private struct Entry {
        let position: RecordPosition
        let bytes: Int
        var standing: Standing
    }

    /// The prefix of the open transaction.
    struct Taken: Sendable {
        var records = 0
        var publications = 0
        var entries: [CommitBatch.Entry] = []
        var reports: [PipelineEvent] = []
        var nextOffset: Int64?
    }

    private var entries: Deque<Entry> = []
    private(set) var bytes = 0
    private var last: Int64?
    /// Where the assignment began; nil until it is known.
    private(set) var start: Int64?

    var count: Int { entries.count }
    /// The first offset that is not done with.
    var nextOffset: Int64? { entries.first?.position.offset ?? last.map { $0 + 1 } ?? start }
    /// When the record at ``nextOffset`` was recorded.
    var oldest: Timestamp? { entries.first?.position.timestamp }

    mutating func began(at offset: Int64?) { start = offset }

    /// - Returns: false for a record below the start, or one that was delivered before in this assignment (librdkafka 2.0.2 may
    ///   fetch again what it has delivered when a partition is resumed).
    mutating func arrived(_ position: RecordPosition, bytes: Int) -> Bool {
        if let start, position.offset < start { return false }
        if let last, position.offset <= last { return false }
        last = position.offset
        entries.append(Entry(position: position, bytes: bytes, standing: .working))
        self.bytes += bytes
        return true
    }

    /// Of several changes of a command the first is enough for the ledger to know it.
    mutating func set(_ standing: Standing, offset: Int64) {
        guard let index = index(of: offset) else { return }
        if case .staged = standing, case .staged = entries[index].standing { return }
        entries[index].standing = standing
    }

    /// The staged change has another number from now on, or is taken back. A record that stands on another change stays.
    mutating func restage(_ offset: Int64, from former: UInt64, to number: UInt64?) {
        guard let index = index(of: offset), case .staged(former) = entries[index].standing else { return }
        entries[index].standing = number.map { .staged($0) } ?? .working
    }

    /// nil for a record that the offset has moved over.
    func standing(of offset: Int64) -> Standing? { index(of: offset).map { entries[$0].standing } }

    /// Whether a prefix could be taken with all staged changes before number `end`.
    func isMovable(before end: UInt64) -> Bool { entries.first.map { Self.isDone($0.standing, before: end) } ?? false }

    /// The prefix that is done with once the staged changes before number `end` are committed.
    /// - Parameter maximum: publications in it, and `bytes` of them.
    func prefix(before end: UInt64, publications maximum: Int, bytes: Int) -> Taken {
        var taken = Taken()
        var remaining = bytes
        for entry in entries {
            guard Self.isDone(entry.standing, before: end) else { break }
            if case .ready(let publication) = entry.standing {
                guard taken.publications < maximum, remaining > 0 else { break }
                taken.publications += 1
                taken.entries.append(contentsOf: publication.entries)
                taken.reports.append(contentsOf: publication.reports)
                remaining -= publication.entries.reduce(0) { $0 + $1.bytes }
            }
            taken.records += 1
            taken.nextOffset = entry.position.offset + 1
        }
        return taken
    }

    /// The first record is published without the bytes of its dead letter.
    /// - Returns: false when there are none to leave out.
    mutating func shortenFirst() -> Bool {
        guard let index = firstPublicationIndex, case .ready(let publication) = entries[index].standing,
            let short = publication.entries.shortened
        else { return false }
        entries[index].standing = .ready(Publication(entries: short, reports: publication.reports))
        return true
    }

    /// The offset of the first record that is published when the offset moves over it.
    var firstPublication: Int64? { firstPublicationIndex.map { entries[$0].position.offset } }

    private var firstPublicationIndex: Int? {
        entries.firstIndex { if case .ready = $0.standing { true } else { false } }
    }

    /// The records of a committed prefix.
    /// - Returns: how many, and their bytes.
    mutating func removeFirst(_ count: Int) -> (records: Int, bytes: Int) {
        let bytes = entries.prefix(count).reduce(0) { $0 + $1.bytes }
        entries.removeFirst(count)
        self.bytes -= bytes
        return (count, bytes)
    }

    private static func isDone(_ standing: Standing, before end: UInt64) -> Bool {
        switch standing {
        case .working: PlantedFault.isOn(.offsetPastUnfinishedRecord)
        case .staged(let number): number < end
        case .ready: true
        }
    }

    /// Binary search: offsets have gaps where transaction markers and compacted records were.
    private func index(of offset: Int64) -> Int? {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].position.offset < offset { low = middle + 1 } else { high = middle }
        }
        return low < entries.count && entries[low].position.offset == offset ? low : nil
    }
}

extension CommitBatch.Entry {
    var bytes: Int { RecordSize.of(key: record.key, value: record.value, headers: record.headers) }
}
