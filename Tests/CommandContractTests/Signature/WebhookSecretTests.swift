import Testing

@testable import CommandContract

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite("Webhook secrets")
struct WebhookSecretTests {
    private static func encoded(_ count: Int) -> String {
        Data([UInt8](repeating: 0xA7, count: count)).base64EncodedString()
    }

    @Test("24 to 64 bytes are a secret", arguments: [24, 25, 32, 63, 64])
    func accepted(count: Int) throws {
        _ = try WebhookSecret("whsec_" + Self.encoded(count))
    }

    @Test(
        "anything else is refused at start",
        arguments: [
            ("", .prefixMissing), (encoded(32), .prefixMissing), ("WHSEC_" + encoded(32), .prefixMissing),
            (" whsec_" + encoded(32), .prefixMissing), ("whsk_" + encoded(64), .asymmetricKey),
            ("whpk_" + encoded(32), .asymmetricKey), ("whsec_", .wrongLength(bytes: 0)),
            ("whsec_" + encoded(23), .wrongLength(bytes: 23)), ("whsec_" + encoded(65), .wrongLength(bytes: 65)),
            ("whsec_" + encoded(32) + "\n", .notBase64), ("whsec_not base64!", .notBase64),
            ("whsec_" + encoded(32).replacing("=", with: ""), .notBase64),
            ("whsec_" + encoded(31).replacing("pw==", with: "px=="), .notBase64),
        ] as [(String, WebhookSecretError)])
    func refused(text: String, error: WebhookSecretError) {
        #expect(throws: error) { try WebhookSecret(text) }
    }

    @Test("no text shows a secret")
    func redacted() throws {
        let text = "whsec_" + Self.encoded(32)
        let secret = try WebhookSecret(text)
        var dumped = ""
        dump(secret, to: &dumped)
        for shown in ["\(secret)", String(reflecting: secret), dumped, "\([secret])"] {
            #expect(!shown.contains(Self.encoded(32)) && !shown.contains("a7") && !shown.contains("167"))
        }
        #expect(throws: WebhookSecretError.self) {
            do { _ = try WebhookSecret("whsec_" + Self.encoded(23)) } catch {
                #expect(!"\(error)".contains(Self.encoded(23)))
                throw error
            }
        }
    }

    @Test("a keyring is refused when it could not keep sources apart")
    func keyring() throws {
        let secret = try WebhookSecret("whsec_" + Self.encoded(32))
        let other = try WebhookSecret("whsec_" + Self.encoded(33))
        #expect(throws: WebhookKeyringError.sharedSecret(source: "/a", other: "/b")) {
            try WebhookKeyring(["/a": [secret], "/b": [other, secret]])
        }
        #expect(throws: WebhookKeyringError.noSecret(source: "/a")) { try WebhookKeyring(["/a": []]) }
        #expect(throws: WebhookKeyringError.self) { try WebhookKeyring(["": [secret]]) }
        #expect(throws: WebhookKeyringError.self) { try WebhookKeyring(["a b": [secret]]) }
    }

    @Test("every source, known or not, is checked against equally many secrets")
    func equalWork() throws {
        let secrets = try (40..<43).map { try WebhookSecret("whsec_" + Self.encoded($0)) }
        let keyring = try WebhookKeyring(["/a": [secrets[0], secrets[1]], "/b": [secrets[2]]])
        #expect(["/a", "/b", "/c"].map { keyring.secrets(of: $0).count } == [2, 2, 2])
        #expect(keyring.secrets(of: "/a") == [secrets[0], secrets[1]])
        #expect(keyring.secrets(of: "/b").first == secrets[2])
    }
}
