import CommandContract
package import CommandPipeline
package import HTTPService
import Synchronization

/// Counts the pipeline's facts.
package final class MetricsObserver: PipelineObserver {
    private let metrics: WorkerMetrics
    private let clock: any PipelineClock
    private let assigned = Mutex<Set<CommandPartition>>([])

    package init(metrics: WorkerMetrics, clock: any PipelineClock) {
        self.metrics = metrics
        self.clock = clock
        metrics.partitionsAssigned(count: 0)
    }

    package func observe(_ event: PipelineEvent) {
        switch event {
        case .partitionsAssigned(let assignments): count { $0.formUnion(assignments.map(\.partition)) }
        case .partitionsRevoked(let assignments, _): count { $0.subtract(assignments.map(\.partition)) }
        case .partitionTakenOver(let assignment): count { $0.remove(assignment.partition) }
        case .recordSettled(let position, let reason, _, _):
            metrics.outcomeSettled(
                status: reason.status.rawValue, reason: reason.rawValue,
                sinceRecorded: position.timestamp.map { max(.zero, clock.now - $0) }
            )
        case .recordsTaken(let count): metrics.recordsTaken(count: count)
        case .recordSkipped: metrics.tombstoneSkipped()
        case .recordForwarded: metrics.commandForwarded()
        case .forwardsTakenBack(let count): metrics.forwardsTakenBack(count)
        default: break
        }
    }

    private func count(_ change: (inout Set<CommandPartition>) -> Void) {
        metrics.partitionsAssigned(
            count: assigned.withLock { assigned in
                change(&assigned)
                return assigned.count
            }
        )
    }
}
