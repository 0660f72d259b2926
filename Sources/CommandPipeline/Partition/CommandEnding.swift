import CommandContract
import MeetingCancellation

/// The end of a command: what the ledger remembers of it, what is published, and what is told when that is committed.
struct CommandEnding: Sendable {
    let identity: IdentityHash
    let settled: SettledCommand
    /// The meeting, if it is cancelled by this command.
    var meeting: CancelledMeeting?
    /// Its outcome and, for some reasons, its dead letter.
    let outcome: [CommitBatch.Entry]
    let report: PipelineEvent
}
