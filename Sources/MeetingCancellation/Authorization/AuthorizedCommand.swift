package import CommandContract

/// A command whose source may cancel at its address; only ``AuthorizationPolicy`` makes one.
package struct AuthorizedCommand: Sendable {
    package let command: CancelCommand
    package let address: MeetingAddress
    package let permissionCheck: PermissionCheck
    /// Whether an event without attendees is cancelled as well.
    package let allowsAppointments: Bool
    /// How long its source's commands are held, so that they can be taken back.
    package let hold: Duration
    /// Of the application or the account that is to cancel, for advice to people.
    package let consent: ConsentFacts?

    var advice: PermissionAdvice { PermissionAdvice(PermissionNeed(of: address), consent: consent) }
}

#if RESCIND_PLANTED_FAULTS
extension AuthorizedCommand {
    /// Nobody was asked.
    package init(unasked command: CancelCommand) {
        self.command = command
        address = MeetingAddress(
            cloud: "global", tenantID: "8f5c0d3e-1b2a-4c5d-9e8f-0a1b2c3d4e5f", target: command.target,
            mailbox: command.target.mailbox ?? "", access: .application, calendar: command.calendar,
            eventID: command.eventID)
        permissionCheck = .advisory
        allowsAppointments = true
        hold = .zero
        consent = nil
    }
}
#endif
