/// Whose calendar a request is about: the first segment of every calendar path.
package enum MailboxTarget: Hashable, Sendable {
    /// The signed-in account. Only a delegated token can use it.
    case me
    /// A user by object id (GUID, preferred: it survives renames) or user principal name.
    case user(String)
    /// A Microsoft 365 group by object id.
    case group(String)
}
