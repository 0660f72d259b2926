import CryptoExtras
package import FoundationEssentials
import SwiftASN1
import X509

/// A self-signed certificate with a fresh key, as an operator makes one for an app registration.
package struct SimulatedClientCertificate: Sendable {
    package let certificatePEM: String
    /// PKCS #8.
    package let keyPEM: String
    /// What Entra is given.
    package let registered: RegisteredCertificate
    let mint: TokenMint

    /// Draws a key, which takes a noticeable part of a second.
    package init(notValidBefore: Date, notValidAfter: Date, commonName: String = "Rescind laboratory client") throws {
        let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        let certificateKey = Certificate.PrivateKey(key)
        let name = try DistinguishedName { CommonName(commonName) }
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: certificateKey.publicKey,
            notValidBefore: notValidBefore, notValidAfter: notValidAfter, issuer: name, subject: name,
            signatureAlgorithm: .sha256WithRSAEncryption,
            extensions: try Certificate.Extensions { Critical(KeyUsage(digitalSignature: true)) },
            issuerPrivateKey: certificateKey
        )
        certificatePEM = try certificate.serializeAsPEM().pemString
        keyPEM = key.pkcs8PEMRepresentation
        registered = try RegisteredCertificate(pem: certificatePEM)
        mint = TokenMint(key: key)
    }
}
