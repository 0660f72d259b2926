/// One application in one definite tenant: what every application credential names besides its proof.
package struct ApplicationIdentity: Hashable, Sendable {
    /// The tenant's GUID or a domain of it; safe as a path segment.
    package let tenantID: String
    /// The application (client) id.
    package let clientID: String

    package init(tenantID: String, clientID: String) throws(CredentialError) {
        guard Self.isTenant(tenantID) else { throw CredentialError(field: .tenantID) }
        guard ASCII.isGUID(clientID) else { throw CredentialError(field: .clientID) }
        self.tenantID = tenantID
        self.clientID = clientID
    }

    /// Client credentials need one definite tenant. A name of one label is no tenant's domain, and refusing it refuses
    /// `common`, `organizations` and `consumers` with it (AADSTS9001023).
    static func isTenant(_ text: String) -> Bool {
        ASCII.isGUID(text) || (ASCII.isDomainName(text) && text.utf8.contains(UInt8(ascii: ".")))
    }
}
