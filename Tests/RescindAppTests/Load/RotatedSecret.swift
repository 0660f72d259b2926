import Foundation
import GraphSimulator
import MicrosoftGraph

@testable import RescindApp

/// What an application proves itself by, in three versions, and how each gets into its files and to Entra.
enum RotatedSecret: String, Sendable, CaseIterable {
    case clientSecret, certificate, federatedToken

    private static let lab = LabWorld.global
    private static let names = [lab.clientSecret, "the-second-lab-secret", "the-third-lab-secret"]

    /// Whether the beginning of it cannot be told from the whole, so that Entra has to: a token's ends in its signature then.
    var beginningIsSent: Bool { self != .certificate }

    func files(_ version: Int) throws -> [String: String] {
        switch self {
        case .clientSecret: ["secret": Self.names[version]]
        case .certificate:
            ["tls.crt": try Self.pair(version).certificatePEM, "tls.key": try Self.pair(version).keyPEM]
        case .federatedToken: ["secret": try Self.token(of: version)]
        }
    }

    /// As somebody leaves them who is in the middle of writing.
    func begunFiles(_ version: Int) throws -> [String: String] {
        try files(version).mapValues { String($0.prefix($0.count * 3 / 4)) }
    }

    /// The one of the files that is read last.
    var lastFile: String { self == .certificate ? "tls.key" : "secret" }

    /// - Parameter last: ``lastFile`` of `mount`.
    func credential(_ mount: MountedSecret, last: WatchedFile) throws -> TenantCredential {
        let (tenantID, clientID) = (Self.lab.id, Self.lab.clientID)
        switch self {
        case .clientSecret:
            return .clientSecret(
                try ClientSecretCredential(tenantID: tenantID, clientID: clientID) { try last.read() })
        case .certificate:
            let certificate = mount.file("tls.crt")
            return .certificate(
                try CertificateCredential(tenantID: tenantID, clientID: clientID) {
                    CertificateAndKey.PEM(certificates: try certificate.read(), key: try last.read())
                })
        case .federatedToken:
            return .federatedToken(
                try FederatedTokenCredential(
                    tenantID: tenantID, clientID: clientID, issuer: .file { try last.read() }))
        }
    }

    /// Lets Entra take these versions, and no other proof of the application.
    func register(_ versions: [Int], at graph: GraphSimulator) throws {
        let certificates = self == .certificate ? try versions.map { try Self.pair($0).registered } : []
        try graph.changeApplication(tenant: Self.lab.id, clientID: Self.lab.clientID) { application in
            application.secrets = self == .clientSecret ? versions.map { SimulatedSecret(Self.names[$0]) } : []
            application.certificates = certificates
            application.federatedCredentials =
                self == .federatedToken ? versions.map { Self.federated(Self.subject($0)) } : []
        }
    }

    private static func pair(_ version: Int) throws -> SimulatedClientCertificate {
        switch version {
        case 0: try TestCertificates.good.get()
        case 1: try TestCertificates.successor.get()
        default: try TestCertificates.ending.get()
        }
    }

    private static func subject(_ version: Int) -> String { "\(LabTenant.clusterSubject)-\(version)" }

    private static var audience: String { NationalCloud.named(lab.cloud.rawValue)?.federationAudience ?? "" }

    private static func federated(_ subject: String) -> SimulatedFederatedCredential {
        SimulatedFederatedCredential(issuer: LabTenant.clusterIssuer, subject: subject, audience: audience)
    }

    private static func token(of version: Int) throws -> String {
        try TestCertificates.cluster.get().token(subject: subject(version), audience: audience, issuedAt: Date())
    }
}
