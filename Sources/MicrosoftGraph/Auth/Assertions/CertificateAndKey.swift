import Crypto
import JWTKit
import SwiftASN1
import X509

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// A certificate and its private RSA key, read from PEM (RFC 7468) and known to belong together.
package struct CertificateAndKey: Sendable {
    /// The two texts as they stand in their files. A file that holds both is given twice, so neither can be printed.
    package struct PEM: Sendable {
        /// The certificate, and possibly others of its chain, in any order.
        package let certificates: Secret
        /// PKCS#8 or PKCS#1, not encrypted.
        package let key: Secret

        package init(certificates: Secret, key: Secret) {
            self.certificates = certificates
            self.key = key
        }
    }

    package let notValidBefore: Date
    package let notValidAfter: Date
    /// SHA-256 of the certificate's DER in base64url: its name at Entra (`x5t#S256`, RFC 7515 §4.1.8).
    package let thumbprint: String
    let key: JWTKit.Insecure.RSA.PrivateKey

    package init(_ pem: PEM) throws(CredentialFault) {
        let (privateKey, publicKey) = try Self.key(in: pem.key.reveal())
        let (certificate, encoded) = try Self.certificate(of: publicKey, in: pem.certificates.reveal())
        key = privateKey
        notValidBefore = certificate.notValidBefore
        notValidAfter = certificate.notValidAfter
        thumbprint = Base64URL.encode(SHA256.hash(data: encoded))
    }

    /// Apart from the reading, so that a table can tell when a certificate expired.
    package func check(at now: Date) throws(CredentialFault) {
        if now > notValidAfter { throw .certificateExpired }
        if now < notValidBefore { throw .certificateNotYetValid }
    }

    /// The thumbprint is of the bytes in the file: to write them anew could change them.
    private static func certificate(
        of key: Certificate.PublicKey, in text: String
    ) throws(CredentialFault) -> (Certificate, encoded: [UInt8]) {
        let documents = ((try? PEMDocument.parseMultiple(pemString: text)) ?? [])
            .filter { $0.discriminator == Certificate.defaultPEMDiscriminator }
        let certificates = documents.compactMap { document in
            (try? Certificate(derEncoded: document.derBytes)).map { ($0, encoded: document.derBytes) }
        }
        if let own = certificates.first(where: { $0.0.publicKey == key }) { return own }
        // One of another kind of key may be in the chain; it is in the way only if the right one is not there.
        throw documents.isEmpty || certificates.count < documents.count ? .certificateUnreadable : .keyMismatch
    }

    private static func key(
        in text: String
    ) throws(CredentialFault) -> (JWTKit.Insecure.RSA.PrivateKey, Certificate.PublicKey) {
        if encryptionMarks.contains(where: text.contains) { throw .keyEncrypted }
        guard let documents = try? PEMDocument.parseMultiple(pemString: text),
            let document = documents.first(where: { $0.discriminator.hasSuffix("PRIVATE KEY") })
        else { throw .keyUnreadable }
        let key: Certificate.PrivateKey
        do {
            key = try Certificate.PrivateKey(pemDocument: document)
        } catch CryptoKitError.incorrectParameterSize {
            throw .keyTooSmall
        } catch let error as CertificateError where error.code == .unsupportedPrivateKey {
            throw .keyNotRSA
        } catch {
            throw .keyUnreadable
        }
        guard key.supportedSignatureAlgorithms.contains(.sha256WithRSAEncryption) else { throw .keyNotRSA }
        guard let signing = try? JWTKit.Insecure.RSA.PrivateKey(pem: document.pemString) else { throw .keyUnreadable }
        return (signing, key.publicKey)
    }

    /// PKCS#8's (RFC 7468 §11), and the header of the older form (RFC 1421 §4.6.1.1).
    private static let encryptionMarks = ["BEGIN ENCRYPTED PRIVATE KEY", "Proc-Type: 4,ENCRYPTED"]
}

/// The key's library promises nothing about how its types print.
extension CertificateAndKey: CustomStringConvertible, CustomReflectable {
    package var description: String { "CertificateAndKey(\(thumbprint))" }
    package var customMirror: Mirror { Mirror(self, children: ["thumbprint": thumbprint]) }
}
