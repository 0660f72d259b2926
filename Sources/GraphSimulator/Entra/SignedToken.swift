import CryptoExtras
import FoundationEssentials

/// A JSON Web Token in compact form (RFC 7515 §3.1), taken apart and not yet believed.
struct SignedToken: Sendable {
    private let header: [String: JSONValue]
    private let payload: [String: JSONValue]
    private let signedBytes: [UInt8]
    private let signature: [UInt8]

    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3,
            let header = Base64.fromURL(parts[0]).flatMap(JSONValue.init(parsing:))?.object,
            let payload = Base64.fromURL(parts[1]).flatMap(JSONValue.init(parsing:))?.object,
            let signature = Base64.fromURL(parts[2])
        else { return nil }
        self.header = header
        self.payload = payload
        self.signature = signature
        signedBytes = Array(text.utf8.prefix(parts[0].utf8.count + 1 + parts[1].utf8.count))
    }

    var issuer: String? { payload["iss"]?.string }
    var subject: String? { payload["sub"]?.string }
    var identifier: String? { payload["jti"]?.string }
    /// `nil` too when it has several.
    var audience: String? {
        if let list = payload["aud"]?.array { list.count == 1 ? list[0].string : nil } else { payload["aud"]?.string }
    }

    /// What the header says, whether the simulator takes it or not.
    var algorithmName: String? { header["alg"]?.string }
    var algorithm: AssertionAlgorithm? { algorithmName.flatMap(AssertionAlgorithm.init) }

    /// `x5t#S256`: the SHA-256 of the certificate, in either alphabet of base64.
    var thumbprint: [UInt8]? { header["x5t#S256"]?.string.flatMap(Base64.fromEither) }

    /// A NumericDate of the payload (RFC 7519 §2), fractions allowed.
    func time(_ name: String) -> Date? { payload[name]?.double.map(Date.init(timeIntervalSince1970:)) }

    func isSigned(by key: _RSA.Signing.PublicKey) -> Bool {
        algorithm?.isValid(signature, of: signedBytes, by: key) == true
    }
}
