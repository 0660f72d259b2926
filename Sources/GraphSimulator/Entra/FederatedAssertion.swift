import CryptoExtras
import FoundationEssentials

/// Judges a foreign issuer's token that a client presents in place of a secret.
///
/// Source: Entra's "Workload identity federation". Unlike a client's own assertion it may come again: a Kubernetes
/// token is presented for as long as it lives.
struct FederatedAssertion: Sendable {
    let issuer: String
    let subject: String
    let audience: String

    /// What the token says; `nil` when it lacks one of the three.
    init?(_ token: SignedToken) {
        guard let issuer = token.issuer, let subject = token.subject, let audience = token.audience else { return nil }
        self.init(issuer: issuer, subject: subject, audience: audience)
    }

    init(issuer: String, subject: String, audience: String) {
        self.issuer = issuer
        self.subject = subject
        self.audience = audience
    }

    /// Whether one of the application's credentials names issuer, subject and audience, and the audience is this
    /// cloud's.
    func match(_ credentials: [SimulatedFederatedCredential], at cloud: SimulatedCloud) throws(EntraError) {
        let wanted = SimulatedFederatedCredential(issuer: issuer, subject: subject, audience: audience)
        guard audience == cloud.federationAudience, credentials.contains(wanted) else {
            throw .noFederatedRecord(issuer: issuer, subject: subject, audience: audience)
        }
    }

    /// Whether one of the issuer's keys signed the token and it is in time.
    static func judge(_ token: SignedToken, keys: [_RSA.Signing.PublicKey], now: Date) throws(EntraError) {
        guard keys.contains(where: token.isSigned(by:)) else { throw .federatedSignature }
        try AssertionClock.judge(token, now: now)
    }
}
