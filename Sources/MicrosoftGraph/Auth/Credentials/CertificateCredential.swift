/// An application's id and certificate in one tenant.
package struct CertificateCredential: Sendable {
    package let application: ApplicationIdentity
    private let pem: @Sendable () throws -> CertificateAndKey.PEM

    /// - Parameter pem: read anew for every token request, so that a rotated pair is seen without a restart.
    package init(
        tenantID: String,
        clientID: String,
        pem: @escaping @Sendable () throws -> CertificateAndKey.PEM
    ) throws(CredentialError) {
        application = try ApplicationIdentity(tenantID: tenantID, clientID: clientID)
        self.pem = pem
    }

    /// What its files hold now; whether the time is right is not looked at.
    package func load() throws(TokenError) -> CertificateAndKey {
        let pem: CertificateAndKey.PEM
        do { pem = try self.pem() } catch { throw TokenError(secretUnreadable: error) }
        do { return try CertificateAndKey(pem) } catch { throw TokenError(fault: error) }
    }
}
