/// An account whose sign-in this worker holds: commands name it in `target.me` or `as`.
package struct DelegatedAccount: Hashable, Sendable {
    package let name: String
    /// The tenant it signs in to, lower case.
    package let tenantID: String
    /// Object id or user principal name of its own mailbox, lower case: what `me` stands for in policies and routing keys.
    package let mailbox: String
    /// The app registration it signed in to: for advice to people only.
    package var clientID: String?

    package init(name: String, tenantID: String, mailbox: String) {
        self.name = name
        self.tenantID = tenantID.lowercased()
        self.mailbox = mailbox.lowercased()
    }
}
