import CanarySearch
import Foundation
import GraphSimulator
import Testing

/// A configuration with a secret of every kind, each in its file.
struct SecretFiles {
    static let audience = "api://AzureADTokenExchange"

    let configuration: String
    /// The process's variables by which the machine's identity is found.
    let environment: [String: String]
    /// The certificate's key, the federated token, and the value of the identity's header.
    let drawn: [Canary]
    private let folder: TemporaryFolder

    init(_ landscape: Landscape, _ world: SecretWorld) throws {
        folder = landscape.folder
        let token = try world.cluster.token(
            subject: LabTenant.clusterSubject, audience: Self.audience, issuedAt: Date())
        let keyLine = try #require(world.certificate.keyPEM.split(separator: "\n").dropFirst(5).first)
        drawn = [
            Canary("private key", String(keyLine)), Canary("federated token", String(token.suffix(60))),
            Canary("identity header", Self.identityHeader),
        ]
        let texts = [
            "client": PlantedCanaries.clientSecret.text, "wrong": PlantedCanaries.refusedSecret.text,
            "pair": world.certificate.certificatePEM + "\n" + world.certificate.keyPEM, "federated": token,
            "of-account": PlantedCanaries.accountSecret.text, "refresh": PlantedCanaries.refreshToken.text,
            "password": PlantedCanaries.kafkaPassword.text, "hook": "whsec_\(PlantedCanaries.webhookSecret.text)",
        ]
        for (name, text) in texts { try folder.write(name, text + "\n") }
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: "\(landscape.folder.path)/refresh")
        environment = [
            "IDENTITY_ENDPOINT": "\(world.graph)/msi/token", "IDENTITY_HEADER": Self.identityHeader,
        ]
        configuration = try folder.write("secrets.yaml", Self.text(landscape.bootstrap, world.graph))
    }

    /// The one that stands in the file now: it is replaced with every use.
    func refreshTokenNow() throws -> Canary {
        Canary("refresh token given later", try String(contentsOfFile: "\(folder.path)/refresh", encoding: .utf8))
    }

    /// What the simulator's machines have.
    private static let identityHeader = "lab-identity-header"

    static func text(_ bootstrap: String, _ graph: String) -> String {
        """
        kafka:
          bootstrap: \(bootstrap)
          groupId: rescind-secrecy
          settings: { check.crcs: "false" }
          settingFiles: { sasl.password: password }
          plainOffsetCommits: true
        clouds:
          - { name: global, graph: "\(graph)", authority: "\(graph)" }
        tenants:
          - { \(tenant(.secret)), clientSecretFile: client, probeMailbox: \(PlantedCanaries.probe.text) }
          - { \(tenant(.certificate)), certificateFile: pair }
          - { \(tenant(.federated)), federatedTokenFile: federated }
          - { \(tenant(.refused)), clientSecretFile: wrong }
          - { id: \(LabWorld.global.id), cloud: global, managedIdentity: {} }
        accounts:
          - name: robot
            tenant: \(SecretWorld.Tenant.secret.id)
            mailbox: \(PlantedCanaries.account.text)
            clientId: \(SecretWorld.Tenant.secret.clientID)
            clientSecretFile: of-account
            refreshTokenFile: refresh
        sources:
          - source: \(Landscape.source)
            tenants: [\((SecretWorld.Tenant.allCases.map(\.id) + [LabWorld.global.id]).joined(separator: ", "))]
            mailboxes: ["\(PlantedCanaries.organizer.text)", "\(PlantedCanaries.account.text)"]
            webhookSecretFiles: [hook]
        limits: { backoffBase: 50ms, visibilityAllowance: 200ms }
        management: { host: 127.0.0.1, port: 0 }
        intake: { host: 127.0.0.1, port: 0 }
        """
    }

    private static func tenant(_ tenant: SecretWorld.Tenant) -> String {
        "id: \(tenant.id), cloud: global, clientId: \(tenant.clientID)"
    }
}
