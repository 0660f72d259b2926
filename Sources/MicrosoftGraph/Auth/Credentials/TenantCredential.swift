#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// The credential by which an application gets tokens of its own in one tenant, of whichever kind.
package enum TenantCredential: Sendable {
    case clientSecret(ClientSecretCredential)
    case certificate(CertificateCredential)
    case federatedToken(FederatedTokenCredential)
    case managedIdentity(ManagedIdentityCredential)

    package var kind: CredentialKind {
        switch self {
        case .clientSecret: .clientSecret
        case .certificate: .certificate
        case .federatedToken: .federatedToken
        case .managedIdentity: .managedIdentity
        }
    }

    package var tenantID: String {
        switch self {
        case .clientSecret(let credential): credential.application.tenantID
        case .certificate(let credential): credential.application.tenantID
        case .federatedToken(let credential): credential.application.tenantID
        case .managedIdentity(let credential): credential.tenantID
        }
    }

    /// Of the application; nil for a managed identity that is not told by one.
    package var clientID: String? {
        switch self {
        case .clientSecret(let credential): return credential.application.clientID
        case .certificate(let credential): return credential.application.clientID
        case .federatedToken(let credential): return credential.application.clientID
        case .managedIdentity(let credential):
            if case .clientID(let id) = credential.identity { return id }
            return nil
        }
    }

    /// When it ceases to be good; nil where nothing here tells (a secret's end is known to Entra alone).
    package func notValidAfter() throws(TokenError) -> Date? {
        guard case .certificate(let credential) = self else { return nil }
        return try credential.load().notValidAfter
    }

    /// - Parameters:
    ///   - cloud: the tenant's.
    ///   - now: measures the tokens' lifetimes.
    ///   - wallClock: dates assertions.
    ///   - makeID: names assertions; no two may be the same.
    package func tokenSource(
        cloud: NationalCloud,
        transport: HTTPTransport,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        wallClock: @escaping @Sendable () -> Date = { Date() },
        makeID: @escaping @Sendable () -> String = { UUID().uuidString.lowercased() }
    ) -> any TokenSource {
        let (application, proof): (ApplicationIdentity, any ApplicationProof)
        switch self {
        case .clientSecret(let credential): (application, proof) = (credential.application, credential)
        case .certificate(let credential):
            application = credential.application
            proof = CertificateProof(credential: credential, wallClock: wallClock, makeID: makeID)
        case .federatedToken(let credential):
            application = credential.application
            proof = FederatedProof(
                issuer: credential.issuer, audience: cloud.federationAudience, transport: transport
            )
        case .managedIdentity(let credential):
            return ManagedIdentityTokenSource(cloud: cloud, credential: credential, transport: transport, now: now)
        }
        let endpoint = TenantTokenEndpoint(
            cloud: cloud, tenantID: application.tenantID, transport: transport, now: now
        )
        return ApplicationTokenSource(endpoint: endpoint, application: application, proof: proof)
    }
}
