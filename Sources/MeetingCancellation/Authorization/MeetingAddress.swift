package import CommandContract

/// Where a meeting is, resolved by configuration: no field of it was chosen by the command alone.
package struct MeetingAddress: Hashable, Sendable {
    package let cloud: String
    /// The tenant's GUID, lower case.
    package let tenantID: String
    package let target: MeetingTarget
    /// As spelled in the command, or for `me` in the account's configuration.
    package let mailbox: String
    package let access: MailboxAccess
    package let calendar: CalendarSelector
    package let eventID: String

    package init(
        cloud: String, tenantID: String, target: MeetingTarget, mailbox: String, access: MailboxAccess,
        calendar: CalendarSelector, eventID: String
    ) {
        self.cloud = cloud
        self.tenantID = tenantID
        self.target = target
        self.mailbox = mailbox
        self.access = access
        self.calendar = calendar
        self.eventID = eventID
    }

    package var routingKey: RoutingKey { RoutingKey(tenantID: tenantID, mailbox: mailbox) }

    /// Commands that name the same event by different paths are about the same meeting.
    package var lane: MeetingLane { MeetingLane(mailbox: mailboxLane, eventID: eventID) }

    package var mailboxLane: MailboxLane { MailboxLane(cloud: cloud, tenantID: tenantID, mailbox: mailbox) }
}
