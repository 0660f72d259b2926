/// Names one meeting for ordering: commands in the same lane run one after another.
package struct MeetingLane: Hashable, Sendable {
    package let tenantID: String
    package let mailbox: String
    package let eventID: String

    package init(tenantID: String, mailbox: String, eventID: String) {
        self.tenantID = tenantID
        self.mailbox = mailbox
        self.eventID = eventID
    }
}
