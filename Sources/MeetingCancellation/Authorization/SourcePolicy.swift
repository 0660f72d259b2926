/// What one upstream system may cancel. Whatever is not listed is denied.
package struct SourcePolicy: Sendable {
    /// The CloudEvents source, byte for byte.
    package let source: String
    /// GUIDs of the tenants it may cancel in, lower case.
    package let tenants: Set<String>
    package let mailboxes: [MailboxPattern]

    package init(source: String, tenants: Set<String>, mailboxes: [MailboxPattern]) {
        self.source = source
        self.tenants = Set(tenants.map { $0.lowercased() })
        self.mailboxes = mailboxes
    }

    /// - Parameter mailbox: nil when the command names an account that is not configured, and so no mailbox.
    func allows(tenantID: String, mailbox: String?) -> Bool {
        tenants.contains(tenantID) && (mailbox.map { name in mailboxes.contains { $0.matches(name) } } ?? true)
    }
}
