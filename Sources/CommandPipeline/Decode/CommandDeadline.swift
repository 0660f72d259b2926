import CommandContract

/// Until when a command may be acted on.
enum CommandDeadline {
    /// The earliest of `notAfter`, `expirytime` and the default, which counts from when the command was recorded.
    static func of(_ command: CancelCommand, recorded: Timestamp, default span: Duration) -> Timestamp {
        [command.notAfter, command.envelope.expiry].compactMap { $0 }.reduce(recorded + span, min)
    }
}
