import CommandContract
import MeetingCancellation

/// From when and until when a command may be acted on.
struct CommandTerm: Sendable, Equatable {
    /// Before, the command is held and can be taken back.
    let opens: Timestamp
    /// The earliest of `notAfter`, `expirytime` and the default, which counts from ``opens``.
    let deadline: Timestamp

    /// - Parameter recorded: when the command was recorded; its source's hold counts from there.
    init(of authorized: AuthorizedCommand, recorded: Timestamp, limits: PipelineLimits) {
        let command = authorized.command
        opens = [command.notBefore, recorded + authorized.hold].compactMap(\.self).reduce(recorded, max)
        deadline = [command.notAfter, command.envelope.expiry].compactMap(\.self)
            .reduce(opens + limits.defaultDeadline, min)
    }
}
