import CommandContract
import MeetingCancellation

/// From when and until when a command may be acted on.
struct CommandTerm: Sendable, Equatable {
    /// Before, the command is held and can be taken back; nil when nobody has wished it. Not the record's time then: it is
    /// another machine's.
    let opens: Timestamp?
    /// The earliest of `notAfter`, `expirytime` and the default, which counts from ``opens`` or the record.
    let deadline: Timestamp

    /// - Parameter recorded: when the command was recorded; its source's hold counts from there.
    init(of authorized: AuthorizedCommand, recorded: Timestamp, limits: PipelineLimits) {
        let command = authorized.command
        let held = authorized.hold > .zero ? recorded + authorized.hold : nil
        opens = [command.notBefore, held].compactMap(\.self).max()
        deadline = [command.notAfter, command.envelope.expiry].compactMap(\.self)
            .reduce(max(opens ?? recorded, recorded) + limits.defaultDeadline, min)
    }
}
