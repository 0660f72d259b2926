import CommandContract
package import CommandPipeline
import Synchronization

/// Counts the committed outcomes of commands by their status, since the process began; what only repeats one does not count.
package final class OutcomeTally: PipelineObserver {
    private let counts = Mutex<[String: Int]>([:])

    package init() {}

    package func observe(_ event: PipelineEvent) {
        guard case .recordSettled(_, let reason, _, isPrimary: true) = event else { return }
        counts.withLock { $0[reason.status.rawValue, default: 0] += 1 }
    }

    package var byStatus: [String: Int] { counts.withLock { $0 } }
}
