import CommandContract
import Foundation
import GraphSimulator
import MicrosoftGraph

@testable import RescindApp

/// The lab's applications, each by a credential of one kind.
struct CredentialBench: Sendable {
    enum Kind: String, Sendable, CaseIterable {
        case clientSecret, certificate, federatedToken, managedIdentity, assignedIdentity, identityAsFederated
    }

    let bench: PathBench

    static func with(_ body: @Sendable (CredentialBench) async throws -> Void) async throws {
        try await PathBench.with { bench in
            try await body(CredentialBench(bench: bench))
        }
    }

    /// Registers what the lab leaves out: it has to be drawn.
    func register() throws {
        let graph = bench.simulator.graph
        let (pair, cluster) = (try TestCertificates.good.get(), try TestCertificates.cluster.get())
        try graph.addFederatedIssuer(cluster.issuer, keyPEM: cluster.keyPEM)
        for tenant in LabWorld.tenants {
            try graph.changeApplication(tenant: tenant.id, clientID: tenant.clientID) {
                $0.certificates = [pair.registered]
            }
        }
    }

    /// The bench's worker with every tenant's credential of this kind.
    func worker(_ kind: Kind) throws -> PathBench {
        var configuration = bench.configuration
        configuration.tenants = try LabWorld.tenants.map { tenant in
            RescindConfiguration.Tenant(profile: tenant.profile, credential: try credential(kind, tenant))
        }
        return PathBench(bench, configuration)
    }

    func credential(_ kind: Kind, _ tenant: LabTenant) throws -> TenantCredential {
        switch kind {
        case .clientSecret:
            return .clientSecret(
                try ClientSecretCredential(tenantID: tenant.id, clientID: tenant.clientID) {
                    Secret(tenant.clientSecret)
                })
        case .certificate:
            let pair = try TestCertificates.good.get()
            return .certificate(
                try CertificateCredential(tenantID: tenant.id, clientID: tenant.clientID) {
                    CertificateAndKey.PEM(certificates: Secret(pair.certificatePEM), key: Secret(pair.keyPEM))
                })
        case .federatedToken:
            let cluster = try TestCertificates.cluster.get()
            let audience = NationalCloud.named(tenant.cloud.rawValue)?.federationAudience ?? ""
            return .federatedToken(
                try FederatedTokenCredential(
                    tenantID: tenant.id, clientID: tenant.clientID,
                    issuer: .file {
                        Secret(
                            try cluster.token(subject: LabTenant.clusterSubject, audience: audience, issuedAt: Date()))
                    }))
        case .managedIdentity: return .managedIdentity(try identity(.systemAssigned, tenant))
        case .assignedIdentity: return .managedIdentity(try identity(.clientID(tenant.assignedIdentityID), tenant))
        case .identityAsFederated:
            return .federatedToken(
                try FederatedTokenCredential(
                    tenantID: tenant.id, clientID: tenant.clientID,
                    issuer: .managedIdentity(try identity(.clientID(tenant.assignedIdentityID), tenant))))
        }
    }

    private func identity(
        _ identity: ManagedIdentityCredential.Identity, _ tenant: LabTenant
    ) throws -> ManagedIdentityCredential {
        let origin = bench.simulator.endpoints[tenant.cloud]?.graphRoot ?? ""
        return try ManagedIdentityCredential(
            tenantID: tenant.id, identity: identity, endpoint: .instanceMetadata(at: origin))
    }
}
