/// An application's id and secret in one tenant.
package struct ClientSecretCredential: Sendable {
    /// The tenant's GUID or a domain of it; safe as a path segment.
    package let tenantID: String
    /// The application (client) id.
    package let clientID: String
    /// Read anew for every token request, so that a rotated secret file is seen without a restart.
    package let secret: @Sendable () throws -> Secret

    package init(
        tenantID: String,
        clientID: String,
        secret: @escaping @Sendable () throws -> Secret
    ) throws(CredentialError) {
        // Client credentials need one definite tenant. A name of one label is no tenant's domain, and refusing it
        // refuses `common`, `organizations` and `consumers` with it (AADSTS9001023).
        let isDomain = ASCII.isDomainName(tenantID) && tenantID.utf8.contains(UInt8(ascii: "."))
        guard ASCII.isGUID(tenantID) || isDomain else { throw CredentialError(field: .tenantID) }
        guard ASCII.isGUID(clientID) else { throw CredentialError(field: .clientID) }
        self.tenantID = tenantID
        self.clientID = clientID
        self.secret = secret
    }
}
