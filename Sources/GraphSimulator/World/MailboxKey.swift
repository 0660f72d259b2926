/// A mailbox of a tenant: by object id as the key of its data, or by any of its names when it is looked up.
package struct MailboxKey: Sendable, Hashable {
    package let tenant: String
    package let name: String

    /// Both parts are lower-cased: GUIDs, domains and user principal names compare without regard to case.
    package init(tenant: String, name: String) {
        self.tenant = tenant.lowercased()
        self.name = name.lowercased()
    }
}
