package import CommandContract

/// Facts about the pipeline for logs and metrics. Holds no personal data beyond what positions and codes say.
package protocol PipelineObserver: Sendable {
    func partitionsAssigned(_ assignments: [Assignment])
    func partitionsRevoked(_ assignments: [Assignment], lost: Bool)
    func recordsTaken(count: Int)
    func recordSkipped(_ position: RecordPosition)
    func recordForwarded(_ position: RecordPosition, to partition: Int32)
    func forwardsTakenBack(_ count: Int)
    func recordSettled(_ position: RecordPosition, reason: OutcomeReason, attempts: Int)
    func batchCommitted(records: Int)
    func commitFailed(_ failure: CommitFailure)
    func logOpened(committed: [CommandPartition: Int64])
    func drainTimedOut(_ assignments: [Assignment])
    func committedOffsetsUnreadable(_ error: any Error)
    func partitionCountUnreadable(_ error: any Error)
}
