package import CommandContract
package import MeetingCancellation

/// A command that waits, for people.
package struct WaitingCommand: Hashable, Sendable {
    package let command: ShownCommand
    package let reason: WaitReason
    /// When it goes on, where that is known.
    package let until: Timestamp?
    /// When its meeting starts, where that is known.
    package let start: Timestamp?

    package init(command: ShownCommand, reason: WaitReason, until: Timestamp?, start: Timestamp?) {
        self.command = command
        self.reason = reason
        self.until = until
        self.start = start
    }
}
