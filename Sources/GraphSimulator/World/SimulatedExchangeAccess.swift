/// What Exchange adds to and takes from an application's permissions. None of it shows in a token.
package struct SimulatedExchangeAccess: Sendable, Hashable {
    /// Granted by RBAC for Applications for `mailboxes` alone, in addition to the token's `roles`.
    package var roles: [String]
    /// Object ids or user principal names of the management scope.
    package var mailboxes: [String]
    /// Object ids or user principal names an application access policy denies; a denial beats every grant.
    package var deniedMailboxes: [String]

    package init(roles: [String] = [], mailboxes: [String] = [], deniedMailboxes: [String] = []) {
        self.roles = roles
        self.mailboxes = mailboxes
        self.deniedMailboxes = deniedMailboxes
    }
}
