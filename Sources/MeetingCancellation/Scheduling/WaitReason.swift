/// Why a command does not go on at this moment. The codes are shown to people and are labels of a metric.
package enum WaitReason: String, Hashable, Sendable, CaseIterable {
    /// Its sender has named a time.
    case notBefore
    /// Its source's commands wait a while, so that they can be taken back.
    case hold
    /// A person, or the worker itself, has paused what it belongs to.
    case paused
    /// An exchange failed, and is tried again later.
    case backOff
    /// Graph may not show yet what an attempt has done.
    case visibility
    /// Graph has turned its mailbox away.
    case mailboxCoolDown
    /// Graph has turned several mailboxes of its tenant away.
    case tenantCoolDown
    /// Several tenants of its cloud were turned away.
    case cloudCoolDown
    /// So many requests, or cancels, of its mailbox or of all together have gone as may go in a time.
    case budget
    /// Its tenant or its cloud has as many running as it may have.
    case share
    /// Another command of its meeting is before it.
    case meeting
    /// A withdraw: the command it takes back has not come.
    case command
    /// The places of its mailbox, or all of them, are taken.
    case turn
    /// Graph or Entra has been asked.
    case answer
    /// Its attempt is being committed.
    case commit

    /// Nobody is to be told that it waits.
    package var isWished: Bool { [.notBefore, .hold, .paused].contains(self) }
}
