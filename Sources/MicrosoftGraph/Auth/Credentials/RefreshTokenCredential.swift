/// The sign-in of one user to one application, kept as a refresh token.
package struct RefreshTokenCredential: Sendable {
    /// The tenant's GUID or a domain of it, or ``personalAccounts``; safe as a path segment.
    package let tenantID: String
    /// The application (client) id the user signed in to.
    package let clientID: String
    /// Tells this user's cached tokens from another's.
    package let account: String
    /// nil for a public client, which must not send one (AADSTS700025).
    package let secret: (@Sendable () throws -> Secret)?

    /// The authority path of personal Microsoft accounts.
    package static let personalAccounts = "consumers"

    package init(
        tenantID: String,
        clientID: String,
        account: String,
        secret: (@Sendable () throws -> Secret)?
    ) throws(CredentialError) {
        guard ApplicationIdentity.isTenant(tenantID) || tenantID == Self.personalAccounts else {
            throw CredentialError(field: .tenantID)
        }
        guard ASCII.isGUID(clientID) else { throw CredentialError(field: .clientID) }
        self.tenantID = tenantID
        self.clientID = clientID
        self.account = account
        self.secret = secret
    }

    var isPersonal: Bool { tenantID == Self.personalAccounts }

    /// `.default` asks for everything the user has consented to. A personal account is asked for the one permission by
    /// name: it has no other that matters here. `offline_access` is what brings the next refresh token.
    func scope(in cloud: NationalCloud) -> String {
        let permissions = isPersonal ? "\(cloud.graphRoot)/Calendars.ReadWrite" : cloud.defaultScope
        return "\(permissions) offline_access"
    }
}
