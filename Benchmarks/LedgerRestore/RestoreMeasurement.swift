import CommandContract
import CommandPipeline
import Foundation
import Synchronization

/// Reads the file once for itself and once through the pipeline.
struct RestoreMeasurement {
    let path: String
    let entries: Int

    private struct Clock: PipelineClock {
        private static let start = ContinuousClock.now
        var now: Timestamp { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
        var uptime: Duration { Self.start.duration(to: .now) }
        func sleep(for duration: Duration) async throws { try await ContinuousClock().sleep(for: duration) }
    }

    func run() async throws {
        let source = FileLedgerSource(path: path, entries: entries)
        let count = Mutex(0)
        let reading = try await ContinuousClock().measure {
            _ = try await source.read(0, from: nil, to: Int64(entries)) { entries in
                count.withLock { $0 += entries.count }
            }
        }
        let before = Self.residentBytes
        var limits = PipelineLimits()
        limits.openCommands = .max
        let observer = RestoreWatch()
        let commands = QuietSource(end: Int64(entries))
        let pipeline = CommandPipeline(
            source: commands, log: QuietLog(), ledger: source, calendar: QuietCalendar(), policy: SampleLedger.policy,
            outcomeSource: "/rescind/benchmark", limits: limits, clock: Clock(), observer: observer, writer: 2, seed: 1
        )
        let start = ContinuousClock.now
        await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await pipeline.run() }
            let event = await observer.wait()
            let ready = start.duration(to: .now)
            print("restored: \(event.map { "\($0)" } ?? "-")")
            print("reading the file alone: \(reading), \(count.withLock { $0 }) entries")
            print("start to ready: \(ready), \(ready / reading) times the reading")
            let bytes = Self.residentBytes - before
            print("resident memory grown by \(bytes >> 20) MiB: \(bytes / entries) bytes an entry")
            group.cancelAll()
        }
    }

    private static var residentBytes: Int {
        let fields = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ") ?? []
        return fields.count > 1 ? (Int(fields[1]) ?? 0) * 4096 : 0
    }
}
