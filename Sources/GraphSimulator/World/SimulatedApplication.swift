/// An app registration and what was consented to.
package struct SimulatedApplication: Sendable {
    package let clientID: String
    /// Object id of the service principal: `oid` of its app-only tokens.
    package let servicePrincipalID: String
    /// `nil` = a public client, which must not send one.
    package var secret: String?
    /// Application permissions, the `roles` of app-only tokens. Empty = the claim is left out, as Entra does.
    package var roles: [String]
    package var delegatedAccounts: [SimulatedDelegatedAccount]
    /// Seconds until an issued token expires.
    package var tokenLifetime: Int

    package init(
        clientID: String,
        servicePrincipalID: String,
        secret: String?,
        roles: [String],
        delegatedAccounts: [SimulatedDelegatedAccount] = [],
        tokenLifetime: Int = 3599
    ) {
        self.clientID = clientID.lowercased()
        self.servicePrincipalID = servicePrincipalID.lowercased()
        self.secret = secret
        self.roles = roles
        self.delegatedAccounts = delegatedAccounts
        self.tokenLifetime = tokenLifetime
    }
}
