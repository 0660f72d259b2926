import Logging
import Synchronization

/// Keeps every line a logger writes: message, metadata and error in one text.
final class CapturedLog: Sendable {
    private let lines = Mutex<[String]>([])
    private let changes = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    var all: [String] { lines.withLock { $0 } }

    func count(_ text: String) -> Int { all.count { $0.contains(text) } }

    /// Returns when a line has come that satisfies `condition`. For one waiter at a time.
    func line(where condition: (String) -> Bool) async {
        if all.contains(where: condition) { return }
        for await _ in changes.stream where all.contains(where: condition) { return }
    }

    /// Everything from trace upwards.
    var logger: Logger { Logger(label: "captured") { Handler(label: $0, log: self) } }

    private struct Handler: LogHandler {
        let label: String
        let log: CapturedLog
        var logLevel: Logger.Level = .trace
        var metadata: Logger.Metadata = [:]

        init(label: String, log: CapturedLog) {
            self.label = label
            self.log = log
        }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let merged = metadata.merging(event.metadata ?? [:]) { _, own in own }
            let error = event.error.map { " error=\(String(reflecting: $0))" } ?? ""
            let line = "\(event.level) \(label) \(event.message) \(merged)\(error)"
            log.lines.withLock { $0.append(line) }
            log.changes.continuation.yield()
        }
    }
}
