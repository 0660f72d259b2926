/// One record that is produced to the command topic in a run.
package struct PlannedCommand: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        case cancel
        /// The record of an earlier command again.
        case repetition(of: Int)
        /// Another content under an earlier command's identity.
        case conflict(with: Int)
        case malformed
        case tombstone
        case tooLarge
        case invalidField
        case unknownSource
        case dryRun
        /// An id that never existed.
        case mistyped
        case shortDeadline(Ticks)
        /// `notBefore` so long after it is produced.
        case held(Ticks)
        /// Takes an earlier one of the plan back, which may be produced later.
        case withdrawal(of: Int)
    }

    package let kind: Kind
    package let at: Ticks
    package let meeting: Int
    /// Produced to another partition than its mailbox's.
    package let isMisplaced: Bool
    /// Of the source whose rights may be taken away.
    package let isOfOtherSource: Bool
    /// Padding, for records that come near a limit.
    package let padding: Int
}
