import FoundationEssentials

/// The issued access tokens. A token is good because it is remembered here, not because of a signature.
struct TokenRegistry: Sendable {
    private var claims: [String: TokenClaims] = [:]
    /// How many were issued.
    private(set) var lastSerial = 0

    /// Expired tokens are kept until this many are stored, so that they are told from unknown ones.
    private static let pruneAbove = 10_000

    /// Makes a JWT whose third part is `tag` instead of a signature.
    ///
    /// - Parameters:
    ///   - tag: random bytes; whoever does not know them cannot make a token the registry accepts.
    ///   - opaque: makes no JWT but a token that says nothing, as personal accounts get.
    mutating func issue(_ claims: TokenClaims, tag: [UInt8], opaque: Bool, now: Date) -> String {
        if self.claims.count >= Self.pruneAbove {
            self.claims = self.claims.filter { $0.value.expiresAt > now }
        }
        let token = opaque ? "EwAoA" + Base64.url(tag) + Base64.url(tag.reversed()) : Self.jwt(claims, tag)
        lastSerial += 1
        var numbered = claims
        numbered.serial = lastSerial
        self.claims[token] = numbered
        return token
    }

    private static func jwt(_ claims: TokenClaims, _ tag: [UInt8]) -> String {
        let header: JSONValue = ["typ": "JWT", "alg": "RS256", "kid": "simulated", "nonce": "simulated"]
        return [header.serialized, claims.payload.serialized, tag].map(Base64.url).joined(separator: ".")
    }

    func claims(of token: some StringProtocol) -> TokenClaims? {
        claims[String(token)]
    }
}
