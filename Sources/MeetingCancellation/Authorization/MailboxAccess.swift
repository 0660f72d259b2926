/// By whose right a mailbox is reached, which decides the token and what it must carry.
package enum MailboxAccess: Hashable, Sendable {
    /// The tenant's application, which may reach any of its mailboxes.
    case application
    /// A signed-in account: its own mailbox, one shared with it, or a group it is a member of.
    case delegated(DelegatedAccount)
}
