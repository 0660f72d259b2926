import CommandContract
import CommandPipeline

/// One partition of the modelled ledger topic: records at their offsets, those of open and aborted transactions too.
struct LedgerLog: Sendable {
    private struct Stored: Sendable {
        let offset: Int64
        let entry: LedgerEntry
        let transaction: Int
    }

    private var stored: [Stored] = []
    /// First offset of every open transaction.
    private var open: [Int: Int64] = [:]
    private var aborted: Set<Int> = []
    /// The high watermark.
    private(set) var end: Int64 = 0

    /// What a `read_committed` reader may read up to.
    var lastStable: Int64 { open.values.min() ?? end }

    mutating func append(_ entry: LedgerEntry, transaction: Int) {
        stored.append(Stored(offset: end, entry: entry, transaction: transaction))
        open[transaction] = open[transaction] ?? end
        end += 1
    }

    /// The transaction's marker takes an offset of its own.
    mutating func ended(_ transaction: Int, isCommitted: Bool) {
        guard open.removeValue(forKey: transaction) != nil else { return }
        if !isCommitted { aborted.insert(transaction) }
        end += 1
    }

    func committed(from start: Int64) -> [LedgerEntry] {
        let stable = lastStable
        return stored.filter { $0.offset >= start && $0.offset < stable && !aborted.contains($0.transaction) }
            .map(\.entry)
    }

    /// What stands there for good, that behind an open transaction included, which no reader is shown yet: a former owner may have
    /// begun one when it did not know yet that it was none any more.
    var written: [LedgerEntry] {
        stored.filter { open[$0.transaction] == nil && !aborted.contains($0.transaction) }.map(\.entry)
    }

    /// The log cleaner has passed: of every key the last committed record is left.
    mutating func compact() {
        var kept: [[UInt8]: Int64] = [:]
        for record in stored where !aborted.contains(record.transaction) { kept[record.entry.key] = record.offset }
        stored.removeAll { open[$0.transaction] == nil && kept[$0.entry.key] != $0.offset }
    }
}
