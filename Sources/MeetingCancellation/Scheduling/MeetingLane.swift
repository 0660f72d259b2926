package import CommandContract

/// Names one meeting for ordering: its commands run one after another.
package struct MeetingLane: Hashable, Sendable {
    package let mailbox: MailboxLane
    package let eventID: String

    package init(mailbox: MailboxLane, eventID: String) {
        self.mailbox = mailbox
        self.eventID = eventID
    }

    package var hash: MeetingHash {
        MeetingHash(
            cloud: mailbox.cloud, tenantID: mailbox.tenantID, mailbox: mailbox.mailbox, eventID: eventID)
    }
}
