import CommandContract
package import CommandPipeline
package import HTTPService
import Synchronization

/// Counts the pipeline's facts.
package final class MetricsObserver: PipelineObserver {
    private let metrics: WorkerMetrics
    private let clock: any PipelineClock
    /// By its assignment: the end of an older one may be told when the partition has come back already.
    private let assigned = Mutex<[CommandPartition: Assignment]>([:])

    package init(metrics: WorkerMetrics, clock: any PipelineClock) {
        self.metrics = metrics
        self.clock = clock
        metrics.partitionsAssigned(count: 0)
    }

    package func observe(_ event: PipelineEvent) {
        switch event {
        case .partitionsAssigned(let assignments):
            count { assigned in for assignment in assignments { assigned[assignment.partition] = assignment } }
        case .partitionsRevoked(let assignments, _): ended(assignments)
        case .partitionTakenOver(let assignment): ended([assignment])
        case .recordSettled(let position, let reason, _, _):
            metrics.outcomeSettled(
                status: reason.status.rawValue, reason: reason.rawValue,
                sinceRecorded: position.timestamp.map { max(.zero, clock.now - $0) }
            )
        case .recordsTaken(let count): metrics.recordsTaken(count: count)
        case .recordSkipped: metrics.tombstoneSkipped()
        case .recordForwarded: metrics.commandForwarded()
        case .forwardsTakenBack(let count): metrics.forwardsTakenBack(count)
        case .tenantHeld(_, let reason): metrics.breakerOpened(reason: reason.rawValue)
        case .floodBegan: metrics.floodBegan()
        default: break
        }
    }

    private func ended(_ assignments: [Assignment]) {
        count { assigned in
            for assignment in assignments where assigned[assignment.partition] == assignment {
                assigned[assignment.partition] = nil
            }
        }
    }

    private func count(_ change: (inout [CommandPartition: Assignment]) -> Void) {
        metrics.partitionsAssigned(
            count: assigned.withLock { assigned in
                change(&assigned)
                return assigned.count
            }
        )
    }
}
