/// An app registration with its service principal and what was consented to; or a managed identity, which has no
/// registration.
package struct SimulatedApplication: Sendable {
    package let clientID: String
    /// Object id of the service principal: `oid` of its app-only tokens.
    package let servicePrincipalID: String
    /// Any of them is good until it expires, so that one can be exchanged for the next without a gap.
    package var secrets: [SimulatedSecret]
    /// Any of them verifies an assertion that names it.
    package var certificates: [RegisteredCertificate] = []
    package var federatedCredentials: [SimulatedFederatedCredential] = []
    /// Application permissions, the `roles` of app-only tokens. Empty = the claim is left out, as Entra does.
    package var roles: [String]
    /// What a sign-in that asks for `.default` gets: the delegated permissions of the registration.
    package var delegatedPermissions = ["Calendars.ReadWrite"]
    package var delegatedAccounts: [SimulatedDelegatedAccount]
    /// Seconds until an issued token expires.
    package var tokenLifetime: Int
    /// Seconds after which the answer asks for a refresh (`refresh_in`); `nil` = half the lifetime from two hours on,
    /// and no such member for shorter ones.
    package var refreshIn: Int?
    /// Whether users may sign in without the client's own credential: device codes, and refreshing what they gave.
    /// Always the case when it has no credential.
    package var allowsPublicFlows = false
    /// A disabled application gets no token.
    package var isEnabled = true
    /// Withdrawn consent refuses delegated tokens and takes `roles` out of app-only ones.
    package var isConsented = true
    /// Set for a managed identity: it gets tokens at its machine's endpoint and never at Entra's.
    package var managedIdentity: SimulatedManagedIdentity?
    /// What Exchange grants and denies, whatever the token says.
    package var exchange = SimulatedExchangeAccess()

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
        secrets = secret.map { [SimulatedSecret($0)] } ?? []
        self.roles = roles
        self.delegatedAccounts = delegatedAccounts
        self.tokenLifetime = tokenLifetime
    }

    /// Whether it has no credential at all and so must not send one.
    var isPublic: Bool { secrets.isEmpty && certificates.isEmpty && federatedCredentials.isEmpty }
}
