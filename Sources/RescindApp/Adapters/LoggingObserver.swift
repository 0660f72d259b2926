package import CommandContract
package import CommandPipeline
package import Logging

/// Writes the pipeline's facts to the log: constant messages, data in metadata, nothing personal.
package struct LoggingObserver: PipelineObserver {
    private let logger: Logger

    package init(logger: Logger) { self.logger = logger }

    package func partitionsAssigned(_ assignments: [Assignment]) {
        logger.info("partitions assigned", metadata: ["kafka.partitions": Self.numbers(assignments)])
    }

    package func partitionsRevoked(_ assignments: [Assignment], lost: Bool) {
        let metadata: Logger.Metadata = ["kafka.partitions": Self.numbers(assignments)]
        if lost {
            logger.warning("partitions lost: the group gave them to another member", metadata: metadata)
        } else {
            logger.info("partitions revoked", metadata: metadata)
        }
    }

    package func recordsTaken(count: Int) {
        logger.debug("records taken in", metadata: ["kafka.records": "\(count)"])
    }

    package func recordSkipped(_ position: RecordPosition) {
        logger.debug("tombstone skipped", metadata: Self.metadata(position))
    }

    package func recordForwarded(_ position: RecordPosition, to partition: Int32) {
        var metadata = Self.metadata(position)
        metadata["kafka.forwardedTo"] = "\(partition)"
        logger.info("command forwarded to the partition of its mailbox", metadata: metadata)
    }

    package func forwardsTakenBack(_ count: Int) {
        logger.error(
            "the broker does not take forwarded commands, working on them where they stand",
            metadata: ["kafka.records": "\(count)"]
        )
    }

    package func recordSettled(_ position: RecordPosition, reason: OutcomeReason, attempts: Int) {
        var metadata = Self.metadata(position)
        metadata["outcome.status"] = "\(reason.status.rawValue)"
        metadata["outcome.reason"] = "\(reason.rawValue)"
        metadata["outcome.attempts"] = "\(attempts)"
        logger.info("command settled", metadata: metadata)
    }

    package func batchCommitted(records: Int) {
        logger.debug("transaction committed", metadata: ["kafka.records": "\(records)"])
    }

    package func commitFailed(_ failure: CommitFailure) {
        switch failure {
        case .aborted(let code):
            logger.warning("transaction aborted, staged again", metadata: ["kafka.code": "\(code)"])
        case .indefinite(let code):
            logger.warning("transaction undecided, opening the log anew", metadata: ["kafka.code": "\(code)"])
        case .fatal(let code): logger.error("transaction refused or fenced", metadata: ["kafka.code": "\(code)"])
        }
    }

    package func logOpened(committed: [CommandPartition: Int64]) {
        logger.info("outcome log open", metadata: ["kafka.reconciled": "\(committed.count)"])
    }

    package func drainTimedOut(_ assignments: [Assignment]) {
        logger.warning(
            "requests still in flight at the end of the drain; those in doubt are told as unresolved",
            metadata: ["kafka.partitions": Self.numbers(assignments)]
        )
    }

    package func committedOffsetsUnreadable(_ error: any Error) {
        logger.warning("committed offsets cannot be read, trying again", metadata: ["error": "\(error)"])
    }

    package func partitionCountUnreadable(_ error: any Error) {
        logger.warning(
            "partitions of the command topic cannot be counted, trying again", metadata: ["error": "\(error)"])
    }

    private static func numbers(_ assignments: [Assignment]) -> Logger.MetadataValue {
        .array(assignments.map(\.partition.partition).sorted().map { .stringConvertible($0) })
    }

    private static func metadata(_ position: RecordPosition) -> Logger.Metadata {
        ["kafka.partition": "\(position.partition)", "kafka.offset": "\(position.offset)"]
    }
}
