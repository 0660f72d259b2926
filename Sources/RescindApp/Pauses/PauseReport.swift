import CommandContract
import HTTPService
import Logging
import MeetingCancellation

/// Tells people what is paused: each change as a line of the log, what is in force as numbers.
struct PauseReport: Sendable {
    let logger: Logger
    let metrics: WorkerMetrics

    func tell(_ changes: [StandingPauses.Change], _ board: StandingPauses) {
        for change in changes { log(change) }
        let kinds = Dictionary(grouping: board.orders, by: \.scope.kind).mapValues(\.count)
        for kind in PauseOrder.Scope.kinds { metrics.paused(scope: kind, count: kinds[kind] ?? 0) }
        metrics.pauseFile(isUsable: board.fault == nil)
    }

    private func log(_ change: StandingPauses.Change) {
        switch change {
        case .paused(let order): logger.warning("paused by order", metadata: Self.metadata(order))
        case .resumed(let order): logger.warning("resumed by order", metadata: Self.metadata(order))
        case .failed(let error):
            logger.error(
                "pauses.file cannot be used, what was paused before stays paused, and nothing else is",
                metadata: ["error": "\(error)"]
            )
        case .mended: logger.info("pauses.file can be used again")
        }
    }

    private static func metadata(_ order: PauseOrder) -> Logger.Metadata {
        var metadata: Logger.Metadata = [
            "pause.scope": "\(order.scope.kind)", "pause.reason": "\(order.reason)",
            "pause.since": "\(order.since.rfc3339)",
        ]
        switch order.scope {
        case .everything: break
        case .source(let name): metadata["source"] = "\(name)"
        case .tenant(let id): metadata["tenant"] = "\(id)"
        }
        return metadata
    }
}

extension PauseOrder.Scope {
    fileprivate static let kinds = ["everything", "source", "tenant"]

    fileprivate var kind: String {
        switch self {
        case .everything: Self.kinds[0]
        case .source: Self.kinds[1]
        case .tenant: Self.kinds[2]
        }
    }
}
