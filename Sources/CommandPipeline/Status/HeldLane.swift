package import CommandContract
package import MeetingCancellation

/// A command that has had its turn for longer than `limits.heldAlarm` and still keeps others from theirs.
package struct HeldLane: Hashable, Sendable {
    package let command: ShownCommand
    /// What it waits for.
    package let reason: WaitReason
    package let since: Timestamp
    package let duration: Duration
    /// Commands of its meeting behind it.
    package let followers: Int

    package init(command: ShownCommand, reason: WaitReason, since: Timestamp, duration: Duration, followers: Int) {
        self.command = command
        self.reason = reason
        self.since = since
        self.duration = duration
        self.followers = followers
    }
}
