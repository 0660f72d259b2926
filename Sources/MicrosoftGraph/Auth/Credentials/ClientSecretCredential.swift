/// An application's id and secret in one tenant.
package struct ClientSecretCredential: Sendable {
    package let application: ApplicationIdentity
    /// Read anew for every token request, so that a rotated secret file is seen without a restart.
    package let secret: @Sendable () throws -> Secret

    package init(
        tenantID: String,
        clientID: String,
        secret: @escaping @Sendable () throws -> Secret
    ) throws(CredentialError) {
        application = try ApplicationIdentity(tenantID: tenantID, clientID: clientID)
        self.secret = secret
    }
}

extension ClientSecretCredential: ApplicationProof {
    func fields(for endpoint: String) throws(TokenError) -> [(name: String, value: String)] {
        do {
            return [("client_secret", try secret().reveal())]
        } catch {
            throw TokenError(secretUnreadable: error)
        }
    }

    func isReplaced(since fields: [(name: String, value: String)]) -> Bool {
        // What cannot be read now could be read then.
        fields.first?.value != (try? secret().reveal())
    }
}
