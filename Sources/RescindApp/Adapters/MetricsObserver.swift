package import CommandContract
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

    package func partitionsAssigned(_ assignments: [Assignment]) {
        metrics.partitionsAssigned(
            count: assigned.withLock { assigned in
                assigned.formUnion(assignments.map(\.partition))
                return assigned.count
            }
        )
    }

    package func partitionsRevoked(_ assignments: [Assignment], lost: Bool) {
        metrics.partitionsAssigned(
            count: assigned.withLock { assigned in
                assigned.subtract(assignments.map(\.partition))
                return assigned.count
            }
        )
    }

    package func recordSettled(_ position: RecordPosition, reason: OutcomeReason, attempts: Int) {
        metrics.outcomeSettled(
            status: reason.status.rawValue, reason: reason.rawValue,
            sinceRecorded: position.timestamp.map { max(.zero, clock.now - $0) }
        )
    }

    package func recordsTaken(count: Int) { metrics.recordsTaken(count: count) }
    package func recordSkipped(_ position: RecordPosition) { metrics.tombstoneSkipped() }

    package func recordForwarded(_ position: RecordPosition, to partition: Int32) { metrics.commandForwarded() }

    package func forwardsTakenBack(_ count: Int) { metrics.forwardsTakenBack(count) }

    package func batchCommitted(records: Int) {}
    package func commitFailed(_ failure: CommitFailure) {}
    package func logOpened(committed: [CommandPartition: Int64]) {}
    package func drainTimedOut(_ assignments: [Assignment]) {}
    package func committedOffsetsUnreadable(_ error: any Error) {}
    package func partitionCountUnreadable(_ error: any Error) {}
}
