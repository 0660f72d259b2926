#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Signs an assertion of its own for every request: one that was kept would be refused once it has expired (AADSTS700024).
struct CertificateProof: ApplicationProof {
    let credential: CertificateCredential
    let wallClock: @Sendable () -> Date
    let makeID: @Sendable () -> String

    func fields(for endpoint: String) async throws(TokenError) -> [(name: String, value: String)] {
        let certificate = try credential.load()
        let now = wallClock()
        do { try certificate.check(at: now) } catch { throw TokenError(fault: error) }
        let assertion = ClientAssertion(
            endpoint: endpoint, clientID: credential.application.clientID, id: makeID(), at: now
        )
        do {
            return Self.assertion(try await assertion.signed(with: certificate))
        } catch {
            // The key was read, so this is the library's word that it cannot sign with it.
            throw TokenError(fault: .keyUnreadable)
        }
    }
}
