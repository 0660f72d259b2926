/// What became of a command, in the words consumers branch on.
package enum OutcomeStatus: String, Sendable, CaseIterable {
    /// The meeting is cancelled.
    case cancelled
    /// A dry run: the cancellation would have been sent.
    case checked
    /// Untouched; this command is at fault.
    case refused
    /// Untouched; not the command's fault.
    case failed
    /// May be cancelled; a person must look.
    case unresolved
    /// Taken back in time, before anything was attempted.
    case withdrawn
    /// No (source, id) readable.
    case undecodable

    /// What the sender may do with the command afterwards.
    package var resend: String {
        switch self {
        case .cancelled: "never"
        case .checked, .failed, .withdrawn: "newId"
        case .refused, .undecodable: "afterFix"
        case .unresolved: "askPerson"
        }
    }

    /// The CloudEvents type of its outcome event.
    package var eventType: String { "meeting.outcome.\(rawValue).v1" }
}
