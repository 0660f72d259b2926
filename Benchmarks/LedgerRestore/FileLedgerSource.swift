import CommandContract
import CommandPipeline
import Foundation

/// Feeds the pipeline from a ``LedgerFile``, in batches as a broker's fetches come.
struct FileLedgerSource: LedgerSource {
    let path: String
    let entries: Int

    private static let batch = 1000

    func partitionCount() async throws -> Int32 { 1 }

    func end(of partition: Int32) async throws -> Int64 { Int64(entries) }

    func read(
        _ partition: Int32, from start: Int64?, to end: Int64, take: @Sendable ([LedgerEntry]) async -> Void
    ) async throws -> Int64 {
        let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        defer { try? file.close() }
        var buffer: [UInt8] = []
        var position = 0
        var batch: [LedgerEntry] = []
        while true {
            if buffer.count - position < 1 << 20, let more = try file.read(upToCount: 1 << 22), !more.isEmpty {
                buffer = Array(buffer[position...]) + more
                position = 0
            }
            guard position < buffer.count else { break }
            batch.append(Self.entry(buffer, &position))
            if batch.count == Self.batch {
                await take(batch)
                batch.removeAll(keepingCapacity: true)
            }
        }
        await take(batch)
        return end
    }

    private static func entry(_ buffer: [UInt8], _ position: inout Int) -> LedgerEntry {
        func fixed() -> Int64 {
            defer { position += 8 }
            return buffer.withUnsafeBytes {
                Int64(bigEndian: $0.loadUnaligned(fromByteOffset: position, as: Int64.self))
            }
        }
        func blob(_ count: Int) -> [UInt8] {
            defer { position += count }
            return Array(buffer[position..<position + count])
        }
        let key = blob(Int(fixed()))
        let count = Int(fixed())
        let value = count < 0 ? nil : blob(count)
        return LedgerEntry(key: key, value: value, timestamp: Timestamp(milliseconds: fixed()))
    }
}
