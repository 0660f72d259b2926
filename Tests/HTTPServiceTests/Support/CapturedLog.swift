import Logging
import Synchronization

/// Keeps every line a logger writes: message, metadata and error in one text.
final class CapturedLog: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    /// Everything from trace upwards.
    var logger: Logger { Logger(label: "captured") { _ in Handler(log: self) } }

    private struct Handler: LogHandler {
        let log: CapturedLog
        var logLevel: Logger.Level = .trace
        var metadata: Logger.Metadata = [:]

        init(log: CapturedLog) { self.log = log }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let merged = metadata.merging(event.metadata ?? [:]) { _, own in own }
            let error = event.error.map { " error=\(String(reflecting: $0))" } ?? ""
            log.lines.withLock { $0.append("\(event.level) \(event.message) \(merged)\(error)") }
        }
    }
}
