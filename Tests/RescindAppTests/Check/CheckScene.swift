import Foundation
import GraphSimulator
import KafkaClient

@testable import RescindApp

/// One tenant and one account as `rescind check` finds them, with everything in order: a test breaks one thing.
struct CheckScene {
    struct File {
        var text: String
        var mode = 0o400
    }

    let laboratory: Laboratory
    /// Whose secrets and addresses no report may show.
    private(set) var lab = LabWorld.global
    /// Keys of `tenants[0]` and `accounts[0]`, each with its value in YAML.
    var tenant: [String: String]
    var account: [String: String]
    var clouds = SimulatedCloud.allCases
    var files: [String: File]

    init(_ laboratory: Laboratory) {
        self.laboratory = laboratory
        tenant = [
            "id": lab.id, "cloud": lab.cloud.rawValue, "clientId": lab.clientID, "clientSecretFile": "secret",
            "clientSecretExpires": "2999-12-31", "probeMailbox": lab.mailboxes[0].objectID,
        ]
        account = [
            "name": "ada", "tenant": lab.id, "mailbox": lab.mailboxes[0].userPrincipalName, "clientId": lab.clientID,
            "clientSecretFile": "account-secret", "refreshTokenFile": "sign-in",
        ]
        files = [
            "secret": File(text: lab.clientSecret), "account-secret": File(text: lab.clientSecret),
            "sign-in": File(text: lab.refreshToken, mode: 0o600),
        ]
    }

    var graph: GraphSimulator { laboratory.simulator.graph }

    /// Another tenant of the lab, which may be configured for a cloud that it does not live in.
    mutating func move(to other: LabTenant, cloud: SimulatedCloud? = nil) {
        lab = other
        tenant["id"] = other.id
        tenant["clientId"] = other.clientID
        tenant["cloud"] = (cloud ?? other.cloud).rawValue
        tenant["probeMailbox"] = other.mailboxes[0].objectID
        account["tenant"] = other.id
        account["mailbox"] = other.mailboxes[0].userPrincipalName
        account["clientId"] = other.clientID
        for file in ["secret", "account-secret"] { files[file]?.text = other.clientSecret }
        files["sign-in"]?.text = other.refreshToken
    }

    func changeApplication(_ change: (inout SimulatedApplication) -> Void) throws {
        try graph.changeApplication(tenant: lab.id, clientID: lab.clientID, change)
    }

    // MARK: Credentials of other kinds

    mutating func useCertificate(
        _ pair: SimulatedClientCertificate, key: String? = nil, registered: RegisteredCertificate? = nil
    ) throws {
        use(["certificateFile": "certificate.pem", "certificateKeyFile": "key.pem"])
        files["certificate.pem"] = File(text: pair.certificatePEM)
        files["key.pem"] = File(text: key ?? pair.keyPEM)
        try changeApplication { $0.certificates = [registered ?? pair.registered] }
    }

    mutating func useFederatedToken(
        audience: String = "api://AzureADTokenExchange", issuedAt: Date = Date()
    ) throws {
        let cluster = try TestCertificates.cluster.get()
        try graph.addFederatedIssuer(cluster.issuer, keyPEM: cluster.keyPEM)
        use(["federatedTokenFile": "federated"])
        files["federated"] = File(
            text: try cluster.token(subject: LabTenant.clusterSubject, audience: audience, issuedAt: issuedAt))
    }

    /// - Parameter origin: where managed identities are given out; the lab's cloud's when nil.
    mutating func useManagedIdentity(origin: String? = nil, clientID: String? = nil) {
        let origin = origin ?? laboratory.simulator.endpoints[lab.cloud]?.graphRoot ?? ""
        let identity = clientID.map { ", clientId: \($0)" } ?? ""
        use(["managedIdentity": "{ endpoint: \"\(origin)\"\(identity) }"])
        tenant["clientId"] = nil
    }

    private mutating func use(_ keys: [String: String]) {
        tenant["clientSecretFile"] = nil
        tenant["clientSecretExpires"] = nil
        tenant.merge(keys) { $1 }
    }

    // MARK: The check

    func report() async throws -> CheckReport {
        try await TemporaryFolder.with { folder in
            for (name, file) in files { try folder.write(name, file.text.utf8, mode: file.mode) }
            let path = try folder.write("rescind.yaml", text.utf8)
            return await CheckRun(file: path, environment: [:], isOffline: false, timeout: .seconds(5)).report()
        }
    }

    private var text: String {
        let clouds = clouds.map { cloud in
            // L4 and L5 share an authority.
            let authority = laboratory.simulator.endpoints[cloud == .usGovL5 ? .usGovL4 : cloud]?.authority ?? ""
            let graph = laboratory.simulator.endpoints[cloud]?.graphRoot ?? ""
            return "  - { name: \(cloud.rawValue), graph: \"\(graph)\", authority: \"\(authority)\" }"
        }
        return """
            kafka: { bootstrap: "\(laboratory.cluster.connection.bootstrapServers)" }
            clouds:
            \(clouds.joined(separator: "\n"))
            tenants:
              - \(Self.yaml(tenant))
            accounts:
              - \(Self.yaml(account))
            sources:
              - { source: /lab/scheduler, tenants: ["\(tenant["id"] ?? "")"], mailboxes: ["*"] }

            """
    }

    private static func yaml(_ mapping: [String: String]) -> String {
        "{ " + mapping.sorted { $0.key < $1.key }.map { "\($0): \($1)" }.joined(separator: ", ") + " }"
    }
}
