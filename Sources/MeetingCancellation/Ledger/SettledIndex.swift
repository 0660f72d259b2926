import CommandContract
import OrderedCollections

/// The settled commands of one partition, in the order in which their ledger records were written, which is the order in which
/// they grow old.
///
/// 48 bytes an entry in two arrays and about 5 in the hash table. What is forgotten stays in its place, marked, until enough
/// of the oldest can be removed at once: one removal moves everything behind it.
struct SettledIndex: Sendable {
    private static let forgottenOffset: Int64 = -1

    private var entries: OrderedDictionary<IdentityHash, SettledCommand> = [:]
    /// All entries before it are forgotten.
    private var oldest = 0
    private(set) var count = 0

    subscript(key: IdentityHash) -> SettledCommand? {
        guard let entry = entries[key], entry.offset != Self.forgottenOffset else { return nil }
        return entry
    }

    /// A key that is settled anew, after its window, takes its place among the youngest.
    mutating func insert(_ command: SettledCommand, for key: IdentityHash) {
        if entries[key] != nil { remove(key) }
        entries[key] = command
        count += 1
    }

    private mutating func remove(_ key: IdentityHash) {
        guard let index = entries.index(forKey: key) else { return }
        if entries.values[index].offset != Self.forgottenOffset { count -= 1 }
        entries.remove(at: index)
        if index < oldest { oldest -= 1 }
    }

    /// Gives a command another time, in its place: commands are committed in the order in which they were settled.
    mutating func date(_ key: IdentityHash, _ command: SettledCommand) {
        if let index = entries.index(forKey: key) { entries.values[index] = command }
    }

    mutating func forget(_ key: IdentityHash) {
        guard let index = entries.index(forKey: key), entries.values[index].offset != Self.forgottenOffset else {
            return
        }
        forget(at: index)
    }

    /// Forgets the oldest entries that were settled before `limit`, up to one whose record stands at `position` or later.
    /// - Returns: their keys, at most `count` of them.
    mutating func forgetOldest(
        settledBefore limit: Timestamp, before position: Int64, count maximum: Int
    ) -> [IdentityHash] {
        var keys: [IdentityHash] = []
        while oldest < entries.count, keys.count < maximum {
            let (key, entry) = entries.elements[oldest]
            if entry.offset != Self.forgottenOffset {
                guard entry.settled < limit, entry.offset < position else { break }
                keys.append(key)
                forget(at: oldest)
            }
            oldest += 1
        }
        compact()
        return keys
    }

    var oldestOffset: Int64? {
        entries.values.dropFirst(oldest).lazy.map(\.offset).first { $0 != Self.forgottenOffset }
    }

    private mutating func forget(at index: Int) {
        let entry = entries.values[index]
        entries.values[index] = SettledCommand(
            content: entry.content, offset: Self.forgottenOffset, timestampLow: 0, settled: entry.settled,
            reason: entry.reason, evidence: nil, attempts: 0
        )
        count -= 1
    }

    private mutating func compact() {
        guard oldest > 1024, oldest > entries.count / 4 else { return }
        entries.removeFirst(oldest)
        oldest = 0
    }

    /// About what the index costs in memory.
    var bytes: Int { entries.count * (IdentityHash.byteCount + MemoryLayout<SettledCommand>.stride + 6) }
}
