/// An application that proves itself by another issuer's token (Entra "Workload identity federation").
package struct FederatedTokenCredential: Sendable {
    /// Who issues the token.
    package enum Issuer: Sendable {
        /// Whoever writes the file this reads, such as Kubernetes. Its audience must be the cloud's
        /// ``NationalCloud/federationAudience``. Read for every request: a projected token lives an hour.
        case file(@Sendable () throws -> Secret)
        /// A managed identity of this machine, which stands for an application of another tenant.
        case managedIdentity(ManagedIdentityCredential)
    }

    package let application: ApplicationIdentity
    package let issuer: Issuer

    package init(tenantID: String, clientID: String, issuer: Issuer) throws(CredentialError) {
        application = try ApplicationIdentity(tenantID: tenantID, clientID: clientID)
        self.issuer = issuer
    }
}
