import CommandContract
import CommandPipeline
import Foundation
import MeetingCancellation

/// A ledger partition as a file: each entry as key length, key, value length (-1 for a tombstone), value and timestamp, so that
/// a restore is measured without a broker.
struct LedgerFile {
    let path: String

    /// Settled commands of the last days, some waiting and some in doubt among them, and the position at the end.
    func write(entries count: Int, open: Int) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil) else { throw CocoaError(.fileWriteUnknown) }
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        defer { try? file.close() }
        var buffer = Data()
        for number in 0..<count {
            append(SampleLedger.entry(number, isOpen: open > 0 && number % max(1, count / open) == 0), to: &buffer)
            if buffer.count > 1 << 22 {
                try file.write(contentsOf: buffer)
                buffer.removeAll(keepingCapacity: true)
            }
        }
        append(SampleLedger.position(after: count), to: &buffer)
        try file.write(contentsOf: buffer)
    }

    private func append(_ entry: LedgerEntry, to buffer: inout Data) {
        func fixed(_ value: Int64) { withUnsafeBytes(of: value.bigEndian) { buffer.append(contentsOf: $0) } }
        fixed(Int64(entry.key.count))
        buffer.append(contentsOf: entry.key)
        fixed(entry.value.map { Int64($0.count) } ?? -1)
        buffer.append(contentsOf: entry.value ?? [])
        fixed(entry.timestamp?.milliseconds ?? -1)
    }
}
