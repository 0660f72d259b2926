/// A meeting in 16 bytes: the first half of SHA-256 over its cloud, tenant, mailbox and event id, as commands spell them.
package struct MeetingHash: Hashable, Sendable {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    package init(cloud: String, tenantID: String, mailbox: String, eventID: String) {
        let words = IdentityHash.words(of: [cloud, tenantID, mailbox, eventID])
        self.init(high: words.0, low: words.1)
    }
}
