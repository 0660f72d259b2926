import Foundation
import GraphSimulator

@testable import RescindApp

extension CheckFault {
    private static let token = "tenants[0] token"
    private static let credential = "tenants[0] credential"

    static let ofSecrets: [CheckFault] = [
        CheckFault("wrong secret", row: token, remedy: "write the secret's value, not its id, into clientSecretFile") {
            $0.files["secret"]?.text = "another-secret"
        },
        CheckFault("expired secret", row: token, remedy: "make a new one in the app registration") { scene in
            let expired = SimulatedSecret(scene.lab.clientSecret, expiresAt: Date().addingTimeInterval(-60))
            try scene.changeApplication { $0.secrets = [expired] }
        },
        CheckFault("secret whose end is near", row: credential, .warning, remedy: "add a new secret") {
            $0.tenant["clientSecretExpires"] = day(after: 10)
        },
        CheckFault("secret whose end is past", row: credential, remedy: "add a new secret") {
            $0.tenant["clientSecretExpires"] = day(after: -10)
        },
        CheckFault("secret whose end nobody noted", row: credential, .notVerified, remedy: "copy the day") {
            $0.tenant["clientSecretExpires"] = nil
        },
        CheckFault(
            "secret anybody may read", row: secret("tenants[0].clientSecretFile"), .warning, remedy: "chmod 0400"
        ) { $0.files["secret"]?.mode = 0o644 },
        CheckFault("no secret's file", row: secret("tenants[0].clientSecretFile"), remedy: "create the file") {
            $0.files["secret"] = nil
        },
        CheckFault("empty secret's file", row: secret("tenants[0].clientSecretFile"), remedy: "write the secret") {
            $0.files["secret"]?.text = ""
        },
    ]

    static let ofAssertions: [CheckFault] = [
        CheckFault("expired certificate", row: credential, remedy: "make a new certificate") {
            try $0.useCertificate(try TestCertificates.expired.get())
        },
        CheckFault("expired certificate, its token", row: token, remedy: "replace both files") {
            try $0.useCertificate(try TestCertificates.expired.get())
        },
        CheckFault("certificate whose end is near", row: credential, .warning, remedy: "beside the old one") {
            try $0.useCertificate(try TestCertificates.ending.get())
        },
        CheckFault("certificate nobody registered", row: token, remedy: "upload it to the app registration") {
            try $0.useCertificate(
                try TestCertificates.good.get(), registered: try TestCertificates.successor.get().registered)
        },
        CheckFault("key of another certificate", row: "configuration", remedy: "correct tenants[0].certificateKeyFile")
        {
            try $0.useCertificate(try TestCertificates.good.get(), key: try TestCertificates.successor.get().keyPEM)
        },
        CheckFault("encrypted key", row: "configuration", remedy: "correct tenants[0].certificateKeyFile") {
            let key = try TestCertificates.good.get().keyPEM.replacing("PRIVATE KEY", with: "ENCRYPTED PRIVATE KEY")
            try $0.useCertificate(try TestCertificates.good.get(), key: key)
        },
        CheckFault("no federated credential at the application", row: token, remedy: "add a federated credential") {
            try $0.useFederatedToken()
            try $0.changeApplication { $0.federatedCredentials = [] }
        },
        CheckFault("federated token for another cloud", row: token, remedy: "exact issuer, subject and audience") {
            try $0.useFederatedToken(audience: "api://AzureADTokenExchangeUSGov")
        },
        CheckFault("federated token that nobody renewed", row: token, remedy: "see that its file is renewed") {
            try $0.useFederatedToken(issuedAt: Date().addingTimeInterval(-86_400))
        },
        CheckFault("file that holds no federated token", row: token, remedy: "a JWT and nothing else") {
            try $0.useFederatedToken()
            $0.files["federated"]?.text = "not-a-token"
        },
    ]

    static let ofIdentities: [CheckFault] = [
        CheckFault("no machine that gives out identities", row: token, remedy: "run where Azure gives out") {
            $0.useManagedIdentity(origin: "http://127.0.0.1:1")
        },
        CheckFault("managed identity that is not assigned", row: token, remedy: "assign the managed identity") {
            $0.useManagedIdentity(clientID: "d9000000-0000-4000-8000-000000000009")
        },
    ]

    static func secret(_ key: String) -> String { "secret \(key)" }

    private static func day(after days: Double) -> String {
        Date().addingTimeInterval(days * 86_400).formatted(.iso8601.year().month().day())
    }
}
