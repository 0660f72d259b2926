/// `meeting.command.withdraw.v1`: take a cancel command back, as long as none of its requests may have left.
///
/// Tenant and target are the command's own: they lead the withdraw to the partition in which the command stands.
package struct WithdrawCommand: Sendable, Equatable {
    package static let type = "meeting.command.withdraw.v1"

    package let envelope: CommandEnvelope
    /// The command to be taken back. Its source is the withdraw's own, so that nobody takes back another's command.
    package let withdrawn: CommandIdentity
    /// GUID or domain, lower case.
    package let tenant: String
    package let target: MeetingTarget
}
