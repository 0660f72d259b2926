package import CommandContract
import MeetingCancellation

/// A command as people are shown it: enough to find its record, and nothing of what it says.
package struct ShownCommand: Hashable, Sendable {
    package let position: RecordPosition
    /// The sender's id for it; nil when it could be an address (promise P8).
    package let id: String?
    package let tenantID: String
    /// ``KeyTag`` of its routing key.
    package let mailbox: String

    package init(position: RecordPosition, id: String?, tenantID: String, mailbox: String) {
        self.position = position
        self.id = id
        self.tenantID = tenantID
        self.mailbox = mailbox
    }
}

extension ShownCommand {
    init(_ command: ActiveCommand) {
        let authorized = command.staged.authorized
        let id = authorized.command.envelope.identity.id
        self.init(
            position: command.staged.record.position, id: id.contains("@") ? nil : id,
            tenantID: authorized.address.tenantID, mailbox: KeyTag.of(authorized.address.routingKey.bytes)
        )
    }
}
