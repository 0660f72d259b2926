import Crypto
import CryptoExtras

/// The signatures Entra takes on an assertion: RSA with SHA-256, in PSS or in the older PKCS #1 v1.5 padding.
enum AssertionAlgorithm: String, Sendable, CaseIterable {
    case ps256 = "PS256"
    case rs256 = "RS256"

    private var padding: _RSA.Signing.Padding {
        switch self {
        case .ps256: .PSS
        case .rs256: .insecurePKCS1v1_5
        }
    }

    func isValid(_ signature: [UInt8], of bytes: [UInt8], by key: _RSA.Signing.PublicKey) -> Bool {
        key.isValidSignature(.init(rawRepresentation: signature), for: SHA256.hash(data: bytes), padding: padding)
    }

    func signature(of bytes: [UInt8], by key: _RSA.Signing.PrivateKey) throws -> [UInt8] {
        Array(try key.signature(for: SHA256.hash(data: bytes), padding: padding).rawRepresentation)
    }
}
