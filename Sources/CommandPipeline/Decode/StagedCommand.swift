import CommandContract
import MeetingCancellation

/// A command that waits for its turn or runs, with the record it came from (its bytes may become a dead letter).
struct StagedCommand: Sendable {
    let authorized: AuthorizedCommand
    let record: ConsumedRecord
    let consumed: Timestamp
    let term: CommandTerm

    var deadline: Timestamp { term.deadline }
}
