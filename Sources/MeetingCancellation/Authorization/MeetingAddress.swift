package import CommandContract

/// Where a meeting is, resolved by configuration: no field of it was chosen by the command alone.
package struct MeetingAddress: Hashable, Sendable {
    package let cloud: String
    /// The tenant's GUID, lower case.
    package let tenantID: String
    package let target: MeetingTarget
    package let calendar: CalendarSelector
    package let eventID: String

    package init(cloud: String, tenantID: String, target: MeetingTarget, calendar: CalendarSelector, eventID: String) {
        self.cloud = cloud
        self.tenantID = tenantID
        self.target = target
        self.calendar = calendar
        self.eventID = eventID
    }

    /// The mailbox as spelled in the command.
    package var mailbox: String { target.mailbox }

    package var routingKey: RoutingKey { RoutingKey(tenantID: tenantID, target: target) }

    /// Commands that name the same event by different calendar paths are about the same meeting.
    package var lane: MeetingLane { MeetingLane(tenantID: tenantID, target: target, eventID: eventID) }
}
