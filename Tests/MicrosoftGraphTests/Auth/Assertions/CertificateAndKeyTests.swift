import Crypto
import CryptoExtras
import Foundation
import MicrosoftGraph
import SwiftASN1
import Testing
import X509

@Suite struct CertificateAndKeyTests {
    private static func read(_ certificates: String, _ key: String) throws -> CertificateAndKey {
        try CertificateAndKey(CertificateAndKey.PEM(certificates: Secret(certificates), key: Secret(key)))
    }

    enum Spelling: CaseIterable {
        case plain, pkcs8, chain, authorityFirst, oneFile, windows, annotated
    }

    @Test("the forms in which the two are written", arguments: Spelling.allCases)
    func forms(spelling: Spelling) throws {
        let pair = try TestCertificate.one.get()
        let certificate = try pair.certificatePEM
        let authority = try pair.authority.serializeAsPEM().pemString
        let key = pair.key.pemRepresentation
        let (certificates, privateKey) =
            switch spelling {
            case .plain: (certificate, key)
            case .pkcs8: (certificate, pair.key.pkcs8PEMRepresentation)
            case .chain: ("\(certificate)\n\(authority)\n", key)
            case .authorityFirst: ("\(authority)\n\(certificate)", key)
            case .oneFile: ("\(key)\n\(certificate)", "\(key)\n\(certificate)")
            case .windows: (certificate.replacing("\n", with: "\r\n"), key.replacing("\n", with: "\r\n"))
            case .annotated:
                (
                    "Bag Attributes\n    friendlyName: worker\n\(certificate)\n",
                    "Bag Attributes: <No Attributes>\n\(key)\n"
                )
            }
        #expect(key.contains("BEGIN RSA PRIVATE KEY"))
        #expect(pair.key.pkcs8PEMRepresentation.contains("BEGIN PRIVATE KEY"))
        let read = try Self.read(certificates, privateKey)
        #expect(try read.thumbprint == pair.thumbprint)
        #expect(read.notValidBefore == TestCertificate.start)
        #expect(read.notValidAfter == TestCertificate.end)
    }

    private static func unusable() throws -> [(certificates: String, key: String, fault: CredentialFault)] {
        let (one, other) = (try TestCertificate.one.get(), try TestCertificate.other.get())
        let (certificate, key) = (try one.certificatePEM, one.key.pemRepresentation)
        let small = try TestCertificate(keySize: _RSA.Signing.KeySize(bitCount: 1024)).key
        let edwards = Certificate.PrivateKey(Curve25519.Signing.PrivateKey())
        let secondLine = try #require(certificate.split(separator: "\n").dropFirst().first)
        let oldForm = """
            -----BEGIN RSA PRIVATE KEY-----
            Proc-Type: 4,ENCRYPTED
            DEK-Info: AES-256-CBC,00

            AAAA
            -----END RSA PRIVATE KEY-----
            """
        return [
            ("", key, .certificateUnreadable), ("<html>canary</html>", key, .certificateUnreadable),
            (key, key, .certificateUnreadable), (String(certificate.prefix(400)), key, .certificateUnreadable),
            (certificate.replacing(secondLine, with: "AAAA"), key, .certificateUnreadable),
            (certificate, "", .keyUnreadable), (certificate, "canary", .keyUnreadable),
            (certificate, certificate, .keyUnreadable), (certificate, String(key.prefix(800)), .keyUnreadable),
            (certificate, PEMDocument(type: "PRIVATE KEY", derBytes: [1, 2]).pemString, .keyUnreadable),
            (certificate, PEMDocument(type: "ENCRYPTED PRIVATE KEY", derBytes: [1, 2]).pemString, .keyEncrypted),
            (certificate, oldForm, .keyEncrypted),
            (certificate, P256.Signing.PrivateKey().pemRepresentation, .keyNotRSA),
            (certificate, try edwards.serializeAsPEM().pemString, .keyNotRSA),
            (certificate, small.pemRepresentation, .keyTooSmall),
            (certificate, small.pkcs8PEMRepresentation, .keyTooSmall),
            (certificate, other.key.pemRepresentation, .keyMismatch),
        ]
    }

    @Test("what cannot be used is told by its own fault")
    func faults() throws {
        for (number, (certificates, key, fault)) in try Self.unusable().enumerated() {
            #expect(throws: fault, "case \(number)") { try Self.read(certificates, key) }
        }
    }

    @Test("a certificate has its time, both ends included")
    func time() throws {
        let read = try CertificateAndKey(TestCertificate.one.get().pem)
        #expect(throws: Never.self) { try read.check(at: TestCertificate.start) }
        #expect(throws: Never.self) { try read.check(at: TestCertificate.end) }
        #expect(throws: CredentialFault.certificateNotYetValid) {
            try read.check(at: TestCertificate.start.addingTimeInterval(-1))
        }
        #expect(throws: CredentialFault.certificateExpired) {
            try read.check(at: TestCertificate.end.addingTimeInterval(1))
        }
    }

    @Test("every fault says who must do what, in its own words")
    func remedies() {
        let remedies = CredentialFault.allCases.map(\.remedy)
        #expect(remedies.allSatisfy { $0.count > 20 })
        // The two about a file that is no JWT have one cure.
        #expect(Set(remedies).count == remedies.count - 1)
    }
}
