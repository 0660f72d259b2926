package import CommandContract
package import MeetingCancellation

/// What the worker's machine wants done. Every question is answered by one call of the machine's method that is named after the
/// answer; whatever is told late finds its assignment gone and is ignored.
package enum PipelineAction: Sendable {
    // The log.
    case openLog
    case commit(CommitBatch)

    // Restoring a partition, in this order.
    case countPartitions(Assignment)
    /// Waited for until no transaction of an older owner is pending.
    case readCommittedOffset(Assignment)
    case readLedgerEnd(Assignment)
    /// From the beginning when `from` is nil.
    case readLedger(Assignment, from: Int64?, to: Int64)
    case readCommandEnd(Assignment)

    // The command topic.
    case start(Assignment, at: Int64?)
    case pause(Assignment)
    case resume(Assignment)
    case completeRevocation(Int)
    case closeSource

    // Graph.
    case obtainPermission(CommandID, MeetingAddress)
    case readMeeting(CommandID, MeetingAddress, countsAttendees: Bool, RequestIdentity)
    case readCalendar(CommandID, MeetingAddress, around: Timestamp, RequestIdentity)
    /// Nothing may leave the process at or after the uptime `latestStart`.
    case sendCancel(CommandID, MeetingAddress, comment: String?, RequestIdentity, latestStart: Duration)
    /// Nobody waits for the answers of this assignment's requests any more: end them.
    case cutOff(Assignment)

    /// A command has one timer at most; a new one takes the place of the one before.
    case startTimer(TimerID, Duration)
    /// Nobody waits for the command's timer any more, which may run for days.
    case endTimer(CommandID)
    case report(PipelineEvent)
    case fail(PipelineFailure)
    /// Everything is done that could be done: close the log and end.
    case finish
}
