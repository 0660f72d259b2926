import Crypto
import CryptoExtras
package import FoundationEssentials
import SwiftASN1
import X509

/// A certificate uploaded to an app registration. Entra keeps the public half and never looks at who issued it.
package struct RegisteredCertificate: Sendable {
    /// SHA-256 of the certificate in DER, what an assertion's `x5t#S256` names.
    package let thumbprint: [UInt8]
    package let notValidBefore: Date
    package let notValidAfter: Date
    let publicKey: _RSA.Signing.PublicKey

    /// - Throws: `WorldError.certificateInvalid` when it is not one certificate with an RSA key.
    package init(pem: String) throws(WorldError) {
        guard let certificate = try? Certificate(pemEncoded: pem) else { throw .certificateInvalid }
        try self.init(certificate)
    }

    /// - Throws: `WorldError.certificateInvalid` when it is not one certificate with an RSA key.
    package init(der: [UInt8]) throws(WorldError) {
        guard let certificate = try? Certificate(derEncoded: der) else { throw .certificateInvalid }
        try self.init(certificate)
    }

    private init(_ certificate: Certificate) throws(WorldError) {
        var serializer = DER.Serializer()
        guard let key = _RSA.Signing.PublicKey(certificate.publicKey),
            (try? serializer.serialize(certificate)) != nil
        else { throw .certificateInvalid }
        thumbprint = Array(SHA256.hash(data: serializer.serializedBytes))
        notValidBefore = certificate.notValidBefore
        notValidAfter = certificate.notValidAfter
        publicKey = key
    }
}
