import CommandContract
import MeetingCancellation

/// One pass over the commands, up to a bound: what they wait for, and which of them hold others up.
struct CommandSurvey: Sendable {
    /// A command that may be listed; the rest is asked for only when it is.
    struct Candidate: Sendable {
        let id: CommandID
        let start: Timestamp?
        let consumed: Timestamp
    }

    struct Holder: Sendable {
        let id: CommandID
        /// Uptime of the turn by which it holds.
        let since: Duration
        let followers: Int
    }

    var looked = 0
    var running = 0
    var inDoubt = 0
    /// Of the suspended ones.
    var waiting: [WaitReason: LaneStatus.Waiting] = [:]
    /// In their mailboxes' queues or behind another one of their meeting.
    var queued = 0
    var soonest: Timestamp?
    var listed = Foremost<Candidate>(most: StatusBounds.listed)
    var held = Foremost<Holder>(most: StatusBounds.listed)
    var heldCount = 0

    mutating func note(_ id: CommandID, _ command: ActiveCommand, coolDown: () -> LaneStatus.HoldUp) {
        looked += 1
        if command.process.mayHaveActed { inDoubt += 1 }
        guard command.place != .running else {
            running += 1
            return
        }
        if let start = command.start { soonest = min(start, soonest ?? start) }
        listed.offer(Candidate(id: id, start: command.start, consumed: command.staged.consumed), by: Self.isBefore)
        guard command.place == .suspended else {
            queued += 1
            return
        }
        let reason = command.held == nil || command.isParked || command.isInSeries ? command.waitReason : nil
        waiting[reason ?? coolDown().reason, default: LaneStatus.Waiting()].add(1, until: command.dueAt)
    }

    mutating func note(_ holder: Holder) {
        heldCount += 1
        held.offer(holder) { ($0.since, $0.id.offset) < ($1.since, $1.id.offset) }
    }

    private static func isBefore(_ left: Candidate, _ right: Candidate) -> Bool {
        switch (left.start, right.start) {
        case (let a?, let b?) where a != b: a < b
        case (.some, nil): true
        case (nil, .some): false
        default: (left.consumed, left.id.offset) < (right.consumed, right.id.offset)
        }
    }
}
