/// What a timer is for. A timer that nobody waits for any more is ignored when it fires.
package enum TimerID: Hashable, Sendable {
    /// `number` tells a command's timers apart.
    case command(CommandID, number: Int)
    /// A withdraw does not wait longer for its command.
    case withdrawal(CommandID)
    /// The next try of a restore, or of reading the ledger after a commit without an answer.
    case restore(Assignment, number: Int)
    case restoreAlarm(Assignment)
    /// The next look whether a full ledger has records that may be forgotten by now.
    case room(Assignment)
    /// The next try of a partition that is blocked.
    case unblock(Assignment)
    /// The bound of a revocation's drain, by its id.
    case drain(Int)
    /// The next look at mailboxes that had to wait.
    case lanes(number: Int)
    /// The next probe of a tenant whose commands all failed.
    case pauses(number: Int)
    /// The next undecodable record of a flood may be taken.
    case gate(Assignment)
    /// The next opening of the log, or the next transaction after an abort.
    case log(number: Int)
}
