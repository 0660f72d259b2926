import CommandContract
import CommandPipeline

/// Tells two observers everything, the first one first.
struct ObserverPair: PipelineObserver {
    let first: any PipelineObserver
    let second: any PipelineObserver

    func partitionsAssigned(_ assignments: [Assignment]) {
        first.partitionsAssigned(assignments)
        second.partitionsAssigned(assignments)
    }

    func partitionsRevoked(_ assignments: [Assignment], lost: Bool) {
        first.partitionsRevoked(assignments, lost: lost)
        second.partitionsRevoked(assignments, lost: lost)
    }

    func recordsTaken(count: Int) {
        first.recordsTaken(count: count)
        second.recordsTaken(count: count)
    }

    func recordSkipped(_ position: RecordPosition) {
        first.recordSkipped(position)
        second.recordSkipped(position)
    }

    func recordForwarded(_ position: RecordPosition, to partition: Int32) {
        first.recordForwarded(position, to: partition)
        second.recordForwarded(position, to: partition)
    }

    func forwardsTakenBack(_ count: Int) {
        first.forwardsTakenBack(count)
        second.forwardsTakenBack(count)
    }

    func recordSettled(_ position: RecordPosition, reason: OutcomeReason, attempts: Int) {
        first.recordSettled(position, reason: reason, attempts: attempts)
        second.recordSettled(position, reason: reason, attempts: attempts)
    }

    func batchCommitted(records: Int) {
        first.batchCommitted(records: records)
        second.batchCommitted(records: records)
    }

    func commitFailed(_ failure: CommitFailure) {
        first.commitFailed(failure)
        second.commitFailed(failure)
    }

    func logOpened(committed: [CommandPartition: Int64]) {
        first.logOpened(committed: committed)
        second.logOpened(committed: committed)
    }

    func drainTimedOut(_ assignments: [Assignment]) {
        first.drainTimedOut(assignments)
        second.drainTimedOut(assignments)
    }

    func committedOffsetsUnreadable(_ error: any Error) {
        first.committedOffsetsUnreadable(error)
        second.committedOffsetsUnreadable(error)
    }

    func partitionCountUnreadable(_ error: any Error) {
        first.partitionCountUnreadable(error)
        second.partitionCountUnreadable(error)
    }
}
