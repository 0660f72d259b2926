import Crypto
import CryptoExtras
import Foundation
import MicrosoftGraph
import SwiftASN1
import X509

/// A certificate for an RSA key, issued by an authority of its own with a key of another kind.
struct TestCertificate {
    static let start = Date(timeIntervalSince1970: 1_767_225_600)
    static let end = Date(timeIntervalSince1970: 1_798_761_600)
    static let middle = Date(timeIntervalSince1970: 1_780_000_000)

    let key: _RSA.Signing.PrivateKey
    let certificate: Certificate
    let authority: Certificate

    /// Good from the beginning of 2026 to its end.
    init(keySize: _RSA.Signing.KeySize = .bits2048) throws {
        key = try _RSA.Signing.PrivateKey(unsafeKeySize: keySize)
        let issuerKey = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let issuer = try DistinguishedName { CommonName("Test authority") }
        func issue(_ publicKey: Certificate.PublicKey, to subject: DistinguishedName) throws -> Certificate {
            try Certificate(
                version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: publicKey,
                notValidBefore: Self.start, notValidAfter: Self.end, issuer: issuer, subject: subject,
                extensions: Certificate.Extensions(), issuerPrivateKey: issuerKey
            )
        }
        authority = try issue(issuerKey.publicKey, to: issuer)
        certificate = try issue(
            Certificate.PublicKey(key.publicKey), to: try DistinguishedName { CommonName("Worker") }
        )
    }

    var pem: CertificateAndKey.PEM {
        get throws {
            CertificateAndKey.PEM(certificates: Secret(try certificatePEM), key: Secret(key.pemRepresentation))
        }
    }

    var certificatePEM: String { get throws { try certificate.serializeAsPEM().pemString } }

    /// `x5t#S256`, computed apart from the product.
    var thumbprint: String {
        get throws {
            var serializer = DER.Serializer()
            try serializer.serialize(certificate)
            return Data(SHA256.hash(data: serializer.serializedBytes)).base64EncodedString()
                .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        }
    }

    /// RSA keys take a while to find, so most tests share these two.
    static let one = Result { try TestCertificate() }
    static let other = Result { try TestCertificate() }
}
