import Crypto
import CryptoExtras
import Foundation
import Testing

/// A JWT taken apart by other means than the product's.
struct SignedToken {
    let header: [String: String]
    let claims: [String: Any]
    private let signed: String
    private let signature: Data

    init(_ text: String) throws {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        try #require(parts.count == 3)
        header = try #require(try JSONSerialization.jsonObject(with: Self.data(parts[0])) as? [String: String])
        claims = try #require(try JSONSerialization.jsonObject(with: Self.data(parts[1])) as? [String: Any])
        signed = "\(parts[0]).\(parts[1])"
        signature = try Self.data(parts[2])
    }

    func isSigned(by key: _RSA.Signing.PublicKey) -> Bool {
        key.isValidSignature(
            _RSA.Signing.RSASignature(rawRepresentation: signature), for: SHA256.hash(data: Data(signed.utf8)),
            padding: .PSS
        )
    }

    private static func data(_ text: String) throws -> Data {
        // Base64url has no padding (RFC 7515 §2).
        #expect(!text.contains("=") && !text.contains("+") && !text.contains("/"))
        let standard = text.replacing("-", with: "+").replacing("_", with: "/")
        return try #require(Data(base64Encoded: standard + String(repeating: "=", count: (4 - standard.count % 4) % 4)))
    }
}
