import CommandContract
package import CommandPipeline
package import Logging
import MeetingCancellation

/// Writes the pipeline's facts to the log: constant messages, data in metadata, nothing personal.
package struct LoggingObserver: PipelineObserver {
    private let logger: Logger

    package init(logger: Logger) { self.logger = logger }

    package func observe(_ event: PipelineEvent) {
        switch event {
        case .partitionsAssigned, .partitionsRevoked, .drainTimedOut, .partitionTakenOver, .partitionBlocked,
            .ledgerFull:
            logPartitions(event)
        case .partitionRestored, .restoreFailed, .restoreOverdue: logRestore(event)
        case .recordsTaken, .recordSkipped, .recordForwarded, .forwardsTakenBack, .recordSettled, .recordShortened:
            logRecords(event)
        case .batchCommitted, .commitFailed, .logOpened, .commitDecided: logCommits(event)
        case .tenantHeld, .tenantReleased, .floodBegan, .floodEnded: logBreakers(event)
        case .laneHeld, .laneFreed: logLanes(event)
        case .stopped(let summary): logStop(summary)
        }
    }

    private func logPartitions(_ event: PipelineEvent) {
        switch event {
        case .partitionsAssigned(let assignments):
            logger.info("partitions assigned", metadata: Self.metadata(assignments))
        case .partitionsRevoked(let assignments, lost: true):
            logger.warning(
                "partitions lost: the group gave them to another member", metadata: Self.metadata(assignments))
        case .partitionsRevoked(let assignments, lost: false):
            logger.info("partitions revoked", metadata: Self.metadata(assignments))
        case .drainTimedOut(let assignments):
            logger.warning(
                "requests still in flight at the end of the drain; the next owner looks their meetings up",
                metadata: Self.metadata(assignments)
            )
        case .partitionTakenOver(let assignment):
            logger.error(
                "another worker has written this partition's ledger, letting go of it",
                metadata: Self.metadata([assignment])
            )
        case .partitionBlocked(let partition, let offset, let code):
            logger.critical(
                "no transaction with this record is ever committed, its partition stands still",
                metadata: [
                    "kafka.partition": "\(partition.partition)", "kafka.offset": "\(offset)", "kafka.code": "\(code)",
                ]
            )
        case .ledgerFull(let partition):
            logger.error(
                "the partition remembers limits.settledCommands commands and takes none in until the oldest are forgotten",
                metadata: ["kafka.partition": "\(partition.partition)"]
            )
        default: break
        }
    }

    private func logRestore(_ event: PipelineEvent) {
        switch event {
        case .partitionRestored(let assignment, let start, let settled, let waiting, let inDoubt):
            var metadata = Self.metadata([assignment])
            metadata["kafka.offset"] = start.map { "\($0)" } ?? "beginning"
            metadata["ledger.settled"] = "\(settled)"
            metadata["ledger.open"] = "\(waiting)"
            metadata["ledger.inDoubt"] = "\(inDoubt)"
            logger.info("partition restored from its ledger", metadata: metadata)
        case .restoreFailed(let assignment, let code):
            var metadata = Self.metadata([assignment])
            metadata["error"] = "\(code)"
            logger.warning("ledger or offset cannot be read, trying again", metadata: metadata)
        case .restoreOverdue(let assignment):
            logger.error(
                "partition not restored within limits.restoreAlarm: probably an open transaction holds its ledger or offset",
                metadata: Self.metadata([assignment])
            )
        default: break
        }
    }

    private func logRecords(_ event: PipelineEvent) {
        switch event {
        case .recordsTaken(let count): logger.debug("records taken in", metadata: ["kafka.records": "\(count)"])
        case .recordSkipped(let position): logger.debug("tombstone skipped", metadata: Self.metadata(position))
        case .recordForwarded(let position, let partition):
            var metadata = Self.metadata(position)
            metadata["kafka.forwardedTo"] = "\(partition)"
            logger.info("command forwarded to the partition of its mailbox", metadata: metadata)
        case .forwardsTakenBack(let count):
            logger.error(
                "the broker does not take forwarded commands, working on them where they stand",
                metadata: ["kafka.records": "\(count)"]
            )
        case .recordSettled(let position, let reason, let attempts, let isPrimary):
            var metadata = Self.metadata(position)
            metadata["outcome.status"] = "\(reason.status.rawValue)"
            metadata["outcome.reason"] = "\(reason.rawValue)"
            metadata["outcome.attempts"] = "\(attempts)"
            metadata["outcome.primary"] = "\(isPrimary)"
            logger.info("command settled", metadata: metadata)
        case .recordShortened(let position):
            logger.error("a topic does not take a record of this command", metadata: Self.metadata(position))
        default: break
        }
    }

    private func logBreakers(_ event: PipelineEvent) {
        switch event {
        case .tenantHeld(let holder, let reason):
            logger.critical(
                "the last commands of a tenant or account all failed alike, the others wait, one at a time is tried",
                metadata: Self.metadata(holder, reason)
            )
        case .tenantReleased(let holder, let reason):
            logger.notice(
                "commands of a tenant or account succeed again, those that waited go on",
                metadata: Self.metadata(holder, reason))
        case .floodBegan(let partition):
            logger.critical(
                "most records of a partition are undecodable, taking them slowly",
                metadata: ["kafka.partition": "\(partition.partition)"]
            )
        case .floodEnded(let partition):
            logger.notice("records are decodable again", metadata: ["kafka.partition": "\(partition.partition)"])
        default: break
        }
    }

    private static func metadata(_ holder: CredentialHolder, _ reason: OutcomeReason) -> Logger.Metadata {
        var metadata: Logger.Metadata = ["tenant": "\(holder.tenantID)", "outcome.reason": "\(reason.rawValue)"]
        metadata["account"] = holder.account.map { "\($0)" }
        return metadata
    }

    private func logCommits(_ event: PipelineEvent) {
        switch event {
        case .batchCommitted(let records):
            logger.debug("transaction committed", metadata: ["kafka.records": "\(records)"])
        case .commitFailed(.aborted(let code, let blame)):
            logger.warning(
                "transaction aborted, staged again",
                metadata: ["kafka.code": "\(code)", "kafka.blame": "\(blame.map { "\($0)" } ?? "none")"]
            )
        case .commitFailed(.indefinite(let code)):
            logger.warning("transaction undecided, opening the log anew", metadata: ["kafka.code": "\(code)"])
        case .commitFailed(.fatal(let code)):
            logger.error("transaction refused or fenced", metadata: ["kafka.code": "\(code)"])
        case .logOpened: logger.info("outcome log open")
        case .commitDecided(let assignment, let happened):
            var metadata = Self.metadata([assignment])
            metadata["kafka.committed"] = "\(happened)"
            logger.info("the ledger tells what became of the transaction without an answer", metadata: metadata)
        default: break
        }
    }

    private func logLanes(_ event: PipelineEvent) {
        switch event {
        case .laneHeld(let lane):
            var metadata = Self.metadata(lane.command.position)
            metadata["command.id"] = lane.command.id.map { "\($0)" }
            metadata["wait.reason"] = "\(lane.reason.rawValue)"
            metadata["wait.since"] = "\(lane.since.rfc3339)"
            metadata["wait.seconds"] = "\(lane.duration.components.seconds)"
            metadata["lane.followers"] = "\(lane.followers)"
            logger.warning("a command holds its lane for longer than limits.heldAlarm", metadata: metadata)
        case .laneFreed(let position):
            logger.info("a lane that was held is free again", metadata: Self.metadata(position))
        default: break
        }
    }

    private func logStop(_ summary: StopSummary) {
        let listed = summary.listed.map { waiting in
            var entry = Self.metadata(waiting.command.position)
            entry["wait.reason"] = "\(waiting.reason.rawValue)"
            entry["wait.until"] = waiting.until.map { "\($0.rfc3339)" }
            return Logger.MetadataValue.dictionary(entry)
        }
        var metadata: Logger.Metadata = [
            "stop.finished": "\(summary.finished)", "stop.inDoubt": "\(summary.inDoubt)",
            "stop.recordsLeft": "\(summary.unread)", "stop.listed": .array(listed),
            "stop.waiting": "\(summary.waiting.values.reduce(0, +))",
        ]
        for (reason, count) in summary.waiting { metadata["stop.waiting.\(reason.rawValue)"] = "\(count)" }
        logger.info("work stopped; what waits goes on with the next owner of its partition", metadata: metadata)
    }

    private static func metadata(_ assignments: [Assignment]) -> Logger.Metadata {
        ["kafka.partitions": .array(assignments.map(\.partition.partition).sorted().map { .stringConvertible($0) })]
    }

    private static func metadata(_ position: RecordPosition) -> Logger.Metadata {
        ["kafka.partition": "\(position.partition)", "kafka.offset": "\(position.offset)"]
    }
}
