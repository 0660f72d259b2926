package import CommandContract

/// The record key that keeps all commands and outcomes of one mailbox in one partition: `tenantGUID/mailbox`, lower case.
package struct RoutingKey: Hashable, Sendable {
    package let text: String

    package init(tenantID: String, target: MeetingTarget) {
        text = "\(tenantID)/\(target.mailbox)".lowercased()
    }

    package var bytes: [UInt8] { Array(text.utf8) }
}
