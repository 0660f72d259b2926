package import CommandContract
package import MeetingCancellation

/// A fact about the pipeline for logs and metrics. Holds no personal data: positions, codes and counts.
package enum PipelineEvent: Sendable, Equatable {
    case partitionsAssigned([Assignment])
    case partitionsRevoked([Assignment], lost: Bool)
    /// The ledger of a partition is read: so many commands go on from it, so many of them in doubt.
    case partitionRestored(Assignment, startingAt: Int64?, settled: Int, waiting: Int, inDoubt: Int)
    /// A step of a restore failed and is tried again.
    case restoreFailed(Assignment, code: String)
    /// Not restored within `limits.restoreAlarm`: probably somebody's transaction is open.
    case restoreOverdue(Assignment)
    case recordsTaken(count: Int)
    case recordSkipped(RecordPosition)
    case recordForwarded(RecordPosition, to: Int32)
    case forwardsTakenBack(Int)
    /// The outcome of a record is committed.
    case recordSettled(RecordPosition, reason: OutcomeReason, attempts: Int, isPrimary: Bool)
    case batchCommitted(records: Int)
    case commitFailed(CommitFailure)
    case logOpened
    /// What an unanswered commit turned out to be.
    case commitDecided(Assignment, happened: Bool)
    /// Another worker has written this partition's ledger meanwhile.
    case partitionTakenOver(Assignment)
    /// No transaction that holds this record is ever committed: the partition stands still.
    case partitionBlocked(CommandPartition, offset: Int64, code: String)
    /// A record was too large for ledger or dead letter and was written without its bytes.
    case recordShortened(RecordPosition)
    /// The partition remembers as many settled commands as it may: it takes nothing in.
    case ledgerFull(CommandPartition)
    case drainTimedOut([Assignment])
    /// The last commands of a tenant, or of an account, all failed for one reason: the others wait.
    case tenantHeld(CredentialHolder, OutcomeReason)
    case tenantReleased(CredentialHolder, OutcomeReason)
    /// Most records of a partition are undecodable: they are taken slowly, so that they do not drain into the dead letters.
    case floodBegan(CommandPartition)
    case floodEnded(CommandPartition)
    /// Told once, and again whenever it has been held for twice as long.
    case laneHeld(HeldLane)
    /// One that was told goes on.
    case laneFreed(RecordPosition)
    /// The last fact of a graceful stop.
    case stopped(StopSummary)
}
