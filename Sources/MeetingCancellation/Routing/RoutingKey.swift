/// The record key that keeps all commands and outcomes of one mailbox in one partition: `tenantGUID/mailbox`, lower case.
package struct RoutingKey: Hashable, Sendable {
    package let text: String

    /// - Parameter mailbox: as the command spells it, a group's id, or for `me` the account's configured mailbox.
    package init(tenantID: String, mailbox: String) {
        text = "\(tenantID)/\(mailbox)".lowercased()
    }

    package var bytes: [UInt8] { Array(text.utf8) }
}
