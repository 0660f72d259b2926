import Crypto
package import FoundationEssentials
import NIOSSL
import SwiftASN1
import X509

/// A certificate authority and a certificate for loopback, made anew for each run.
package struct SimulatorCertificates: Sendable {
    /// What a client has to trust, as PEM.
    package let authorityPEM: String
    let serverPEM: String
    let keyPEM: String

    private static let lifetime: TimeInterval = 7 * 86_400

    /// Makes both, good from an hour before `now` for a week, for `127.0.0.1` and `localhost`.
    package init(now: Date) throws {
        let authorityKey = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let authorityName = try DistinguishedName { CommonName("Rescind laboratory authority") }
        let validity = (from: now.addingTimeInterval(-3600), to: now.addingTimeInterval(Self.lifetime))
        let authority = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: authorityKey.publicKey,
            notValidBefore: validity.from, notValidAfter: validity.to, issuer: authorityName, subject: authorityName,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                SubjectKeyIdentifier(hash: authorityKey.publicKey)
            },
            issuerPrivateKey: authorityKey
        )
        let key = P256.Signing.PrivateKey()
        let serverKey = Certificate.PrivateKey(key)
        let server = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: serverKey.publicKey,
            notValidBefore: validity.from, notValidAfter: validity.to, issuer: authorityName,
            subject: try DistinguishedName { CommonName("localhost") },
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames([
                    .dnsName("localhost"), .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1])),
                ])
                SubjectKeyIdentifier(hash: serverKey.publicKey)
                // Strict clients (Python 3.13 and later) want it.
                AuthorityKeyIdentifier(keyIdentifier: SubjectKeyIdentifier(hash: authorityKey.publicKey).keyIdentifier)
            },
            issuerPrivateKey: authorityKey
        )
        authorityPEM = try authority.serializeAsPEM().pemString
        serverPEM = try server.serializeAsPEM().pemString
        keyPEM = key.pemRepresentation
    }

    /// The server's half of TLS 1.2 or newer.
    func tlsConfiguration() throws -> TLSConfiguration {
        TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(serverPEM.utf8)).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(keyPEM.utf8), format: .pem))
        )
    }
}
