/// Names one mailbox: what Graph counts requests by, and what commands share among each other.
package struct MailboxLane: Hashable, Sendable {
    package let cloud: String
    package let tenantID: String
    package let mailbox: String

    package init(cloud: String, tenantID: String, mailbox: String) {
        self.cloud = cloud
        self.tenantID = tenantID
        self.mailbox = mailbox
    }
}
