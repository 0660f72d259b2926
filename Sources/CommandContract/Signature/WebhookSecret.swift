import Crypto

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A symmetric signing secret of Standard Webhooks 1.0.0 (`whsec_…`), ready to sign.
///
/// No description, dump or mirror shows it, and nothing gives it back.
package struct WebhookSecret: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    private let key: SymmetricKey

    /// - Parameter text: exactly the secret; a line end of its file must be cut off before.
    package init(_ text: String) throws(WebhookSecretError) {
        if text.hasPrefix("whsk_") || text.hasPrefix("whpk_") { throw .asymmetricKey }
        guard text.hasPrefix("whsec_") else { throw .prefixMissing }
        let encoded = String(text.dropFirst("whsec_".count))
        // Writing it again refuses the lax spellings (bits beyond the last byte) that decoders let pass.
        guard let bytes = Data(base64Encoded: encoded), bytes.base64EncodedString() == encoded else {
            throw .notBase64
        }
        guard (24...64).contains(bytes.count) else { throw .wrongLength(bytes: bytes.count) }
        key = SymmetricKey(data: bytes)
    }

    private init(key: SymmetricKey) { self.key = key }

    /// A secret nobody has.
    static func decoy() -> WebhookSecret { WebhookSecret(key: SymmetricKey(size: .bits256)) }

    /// The base64 text of HMAC-SHA256 over `id.timestamp.body`.
    func signature(id: String, timestamp: String, body: [UInt8]) -> [UInt8] {
        var code = HMAC<SHA256>(key: key)
        code.update(data: Array("\(id).\(timestamp).".utf8))
        code.update(data: body)
        return Array(Data(code.finalize()).base64EncodedData())
    }

    package var description: String { "<redacted>" }
    package var debugDescription: String { "<redacted>" }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
