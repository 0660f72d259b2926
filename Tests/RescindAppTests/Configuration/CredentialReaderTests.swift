import Foundation
import GraphSimulator
import MicrosoftGraph
import Testing

@testable import RescindApp

@Suite("A tenant's credential in the configuration")
struct CredentialReaderTests {
    private static let environment = [
        "AZURE_CLIENT_ID": "c0000000-0000-4000-8000-000000000009",
        "AZURE_TENANT_ID": "10000000-0000-4000-8000-000000000001",
        "AZURE_AUTHORITY_HOST": "https://login.microsoftonline.com//",
    ]

    /// The first tenant of a configuration whose credential is `keys`, among files of every kind.
    private func tenant(
        _ keys: String, clientID: Bool = true, environment: [String: String] = [:]
    ) async throws -> RescindConfiguration.Tenant {
        let pair = try TestCertificates.good.get()
        let other = try TestCertificates.expired.get()
        return try await TemporaryFolder.with { folder in
            try folder.write("secret", "s1\n".utf8)
            try folder.write("pair.pem", (pair.certificatePEM + "\n" + pair.keyPEM).utf8)
            try folder.write("crt.pem", pair.certificatePEM.utf8)
            try folder.write("key.pem", pair.keyPEM.utf8)
            try folder.write("other.pem", other.keyPEM.utf8)
            try folder.write("token", "eyJh.eyJp.c2ln".utf8)
            var text = ConfigurationText()
            text[.tenants] = text[.tenants].replacing("clientSecretFile: lab/secrets/global", with: keys)
            if !clientID { text[.tenants] = text[.tenants].replacing(#/ *clientId: c\S*1\n/#, with: "") }
            var environment = environment
            if environment["AZURE_CLIENT_ID"] != nil {
                environment["AZURE_FEDERATED_TOKEN_FILE"] = folder.path + "/token"
            }
            let configuration = try RescindConfiguration(
                file: folder.path + "/c.yaml", text: text.text, environment: environment)
            return try #require(configuration.tenants.first)
        }
    }

    @Test(
        "each kind is told by its key",
        arguments: [
            ("clientSecretFile: secret", CredentialKind.clientSecret), ("certificateFile: pair.pem", .certificate),
            ("certificateFile: crt.pem\n    certificateKeyFile: key.pem", .certificate),
            ("federatedTokenFile: token", .federatedToken), ("workloadIdentity: true", .federatedToken),
            ("managedIdentity: {}", .federatedToken),
        ])
    func kinds(keys: String, kind: CredentialKind) async throws {
        let tenant = try await tenant(keys, environment: Self.environment)
        #expect(tenant.credential.kind == kind)
        #expect(tenant.credential.tenantID == LabWorld.global.id)
    }

    @Test(
        "without a client id a managed identity is the application, and a workload identity finds its own",
        arguments: [
            ("managedIdentity: {}", CredentialKind.managedIdentity),
            ("managedIdentity: { clientId: d0000000-0000-4000-8000-000000000001 }", .managedIdentity),
            ("managedIdentity: { resourceId: /subscriptions/lab/identities/worker-1 }", .managedIdentity),
            ("workloadIdentity: true", .federatedToken),
        ])
    func withoutClientID(keys: String, kind: CredentialKind) async throws {
        let tenant = try await tenant(keys, clientID: false, environment: Self.environment)
        #expect(tenant.credential.kind == kind)
    }

    @Test(
        "what cannot work is told by its key, with what to do",
        arguments: [
            ("permissionCheck: strict", "clientSecretFile", "one of clientSecretFile, certificateFile"),
            ("clientSecretFile: secret\n    certificateFile: pair.pem", "certificateFile", "one credential"),
            ("clientSecretFile: nowhere", "clientSecretFile", "does not exist"),
            ("certificateFile: secret", "certificateFile", "keyUnreadable"),
            ("certificateFile: crt.pem", "certificateFile", "keyUnreadable"),
            ("certificateFile: crt.pem\n    certificateKeyFile: other.pem", "certificateKeyFile", "keyMismatch"),
            ("certificateFile: key.pem", "certificateFile", "certificateUnreadable"),
            ("federatedTokenFile: nowhere", "federatedTokenFile", "does not exist"),
            ("workloadIdentity: false", "workloadIdentity", "must be true"),
            ("workloadIdentity: true", "workloadIdentity", "AZURE_TENANT_ID: missing"),
            ("managedIdentity: { clientId: x }", "managedIdentity.clientId", "GUID"),
            (
                "managedIdentity: { clientId: d0000000-0000-4000-8000-000000000001, objectId: x }",
                "managedIdentity.objectId", "beside clientId"
            ),
            ("managedIdentity: { resourceId: /lab }", "managedIdentity.resourceId", "/subscriptions/"),
            ("managedIdentity: { endpoint: http://elsewhere.example }", "managedIdentity.endpoint", "https"),
            ("clientSecretFile: secret\n    clientSecretExpires: soon", "clientSecretExpires", "2027-01-31"),
            ("clientSecretFile: secret\n    probeMailbox: a/b", "probeMailbox", ""),
        ])
    func faults(keys: String, key: String, rule: String) async throws {
        let error = try await #require(throws: ConfigurationError.self) { try await tenant(keys) }
        #expect(error.key == "tenants[0].\(key)")
        #expect(error.rule.contains(rule) || rule.isEmpty, "\(error)")
    }

    @Test("a workload identity of another cloud is none of this tenant's")
    func otherCloud() async throws {
        var environment = Self.environment
        environment["AZURE_AUTHORITY_HOST"] = "https://login.microsoftonline.us/"
        let error = try await #require(throws: ConfigurationError.self) {
            try await tenant("workloadIdentity: true", environment: environment)
        }
        #expect(error.rule.contains("AZURE_AUTHORITY_HOST"))
    }

    @Test(
        "an expired certificate is loaded, since its successor may come while the worker runs, and rescind check tells")
    func expired() async throws {
        let pair = try TestCertificates.expired.get()
        try await TemporaryFolder.with { folder in
            try folder.write("pair.pem", (pair.certificatePEM + pair.keyPEM).utf8)
            var text = ConfigurationText()
            text[.tenants] = text[.tenants].replacing(
                "clientSecretFile: lab/secrets/global", with: "certificateFile: pair.pem")
            let configuration = try RescindConfiguration(
                file: folder.path + "/c.yaml", text: text.text, environment: [:])
            let end = try #require(try configuration.tenants[0].credential.notValidAfter())
            #expect(end < Date())
        }
    }
}
