import JWTKit

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The claims by which an application proves that it holds a registered certificate's key (RFC 7523 §3; Entra "Certificate
/// credentials"). Good for one token request at one endpoint.
struct ClientAssertion: JWTPayload {
    let aud: String
    let iss: String
    let sub: String
    let jti: String
    // Whole seconds: the library writes a `Date` with its fraction.
    let iat: Int64
    let nbf: Int64
    let exp: Int64

    /// Entra recommends five to ten minutes; the longer leaves room for a clock that is slow.
    static let lifetime: Int64 = 10 * 60

    /// - Parameters:
    ///   - endpoint: the token endpoint of exactly that tenant and cloud: an assertion for another is refused.
    ///   - id: never used before.
    init(endpoint: String, clientID: String, id: String, at now: Date) {
        aud = endpoint
        iss = clientID
        sub = clientID
        jti = id
        iat = Int64(now.timeIntervalSince1970.rounded(.down))
        nbf = iat
        exp = iat + Self.lifetime
    }

    /// The JWT: PS256, and the certificate's thumbprint by which Entra finds the key.
    func signed(with certificate: CertificateAndKey) async throws -> Secret {
        let keys = await JWTKeyCollection().add(pss: certificate.key, digestAlgorithm: .sha256)
        var header = JWTHeader()
        header.x5tS256 = certificate.thumbprint
        return Secret(try await keys.sign(self, header: header))
    }

    /// Asked for by the library; only Entra ever verifies one.
    func verify(using algorithm: some JWTAlgorithm) {}
}
