import FoundationEssentials

/// Judges an assertion that a client signed with the key of one of its certificates.
///
/// Source: Entra's "Microsoft identity platform application authentication certificate credentials".
struct CertificateAssertion: Sendable {
    let token: SignedToken
    let clientID: String
    /// Every spelling of the token endpoint of this tenant at this cloud's authority.
    let audiences: Set<String>
    let now: Date

    /// Whether the token speaks for a client itself and not for a foreign issuer's subject.
    static func isMeant(by token: SignedToken) -> Bool { token.issuer == token.subject && token.issuer != nil }

    /// All but whether it was used before, which the caller remembers by the `jti`.
    func judge(by certificates: [RegisteredCertificate]) throws(EntraError) {
        guard token.algorithm != nil else {
            throw .assertionMalformed("The signing algorithm must be PS256 or RS256.")
        }
        guard token.issuer?.lowercased() == clientID, token.subject?.lowercased() == clientID else {
            throw .assertionOfAnotherClient
        }
        guard let thumbprint = token.thumbprint else { throw .assertionWithoutThumbprint }
        guard let certificate = certificates.first(where: { $0.thumbprint == thumbprint }) else {
            throw .assertionKey("The key was not found.")
        }
        guard token.isSigned(by: certificate.publicKey) else {
            throw .assertionKey("The key was found, but use of the key to verify the signature failed.")
        }
        guard certificate.notValidBefore <= now, now < certificate.notValidAfter else {
            throw .assertionKey("The key used is expired.")
        }
        guard let audience = token.audience, audiences.contains(audience) else { throw .assertionAudience }
        try AssertionClock.judge(token, now: now)
        guard token.identifier?.isEmpty == false else { throw .assertionMalformed("The claim 'jti' is missing.") }
    }
}
