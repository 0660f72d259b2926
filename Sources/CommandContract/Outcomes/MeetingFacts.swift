/// Which meeting an outcome speaks of. Holds neither subject nor attendees: outcomes are read by many.
package struct MeetingFacts: Sendable, Equatable {
    package let cloud: String
    package let tenant: String
    package let mailbox: String
    package let eventID: String
    /// Known once the meeting was read.
    package var iCalUId: String?
    package var type: String?
    package var start: Timestamp?

    package init(cloud: String, tenant: String, mailbox: String, eventID: String) {
        self.cloud = cloud
        self.tenant = tenant
        self.mailbox = mailbox
        self.eventID = eventID
    }
}
