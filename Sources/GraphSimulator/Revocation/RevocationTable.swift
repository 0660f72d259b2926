import FoundationEssentials

/// What was taken back, and which tokens that concerns.
struct RevocationTable: Sendable {
    private struct Entry: Sendable {
        let tenant: String
        let application: String?
        let subject: String?
        let form: ChallengeForm
        var repeats: Int?
        /// Tokens up to this one were issued before the revocation.
        let lastSerial: Int
        /// What a client that handles challenges must have asked for.
        var notBefore: Int

        func concerns(_ claims: TokenClaims) -> Bool {
            claims.tenant == tenant && (application == nil || application == claims.application)
                && (subject == nil || subject == claims.subject)
        }
    }

    private var entries: [Entry] = []
    /// Two revocations within a second must not be satisfied by one answer.
    private var lastNotBefore = 0

    /// - Parameters:
    ///   - tenant: its key.
    ///   - subject: a user's object id.
    ///   - lastSerial: the last token issued so far.
    mutating func add(
        _ revocation: SimulatedRevocation, tenant: String, subject: String?, lastSerial: Int, now: Date
    ) {
        entries.append(
            Entry(
                tenant: tenant, application: revocation.application?.lowercased(), subject: subject,
                form: revocation.form, repeats: revocation.repeats, lastSerial: lastSerial, notBefore: next(now)
            )
        )
    }

    mutating func removeAll() { entries = [] }

    /// The refusal of a revoked token, or `nil` for a good one.
    ///
    /// A client that announced that it handles challenges is told what to ask for, and only a token that was asked for
    /// with it, and with the announcement, will do. Any other client only learns that its token is no longer good.
    mutating func refusal(of claims: TokenClaims, now: Date) -> GraphError? {
        for index in entries.indices where entries[index].concerns(claims) {
            let asked = claims.request.notBefore
            guard claims.request.announcesClaimsChallenges else {
                if asked != nil { return .claimsNotMerged }
                if claims.serial <= entries[index].lastSerial { return .tokenRevoked }
                continue
            }
            if let asked, asked >= entries[index].notBefore {
                if entries[index].repeats == 0 { continue }
                entries[index].repeats = entries[index].repeats.map { $0 - 1 }
                lastNotBefore = max(lastNotBefore, asked)
                entries[index].notBefore = next(now)
            }
            return .challenged(.init(notBefore: entries[index].notBefore, form: entries[index].form))
        }
        return nil
    }

    private mutating func next(_ now: Date) -> Int {
        lastNotBefore = max(Int(now.timeIntervalSince1970), lastNotBefore + 1)
        return lastNotBefore
    }
}

extension GraphError {
    fileprivate static let tokenRevoked = invalidToken("Lifetime validation failed, the token was revoked.")
    /// The client answered a challenge and lost its announcement on the way: the two have to be merged.
    fileprivate static let claimsNotMerged = invalidToken(
        "The token was asked for with the claims of a challenge and without the client's capability 'cp1'."
    )

    fileprivate static func challenged(_ challenge: ClaimsChallenge) -> GraphError {
        var error = invalidToken(
            "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: "
                + "TokenIssuedBeforeRevocationTimestamp"
        )
        error.challenge = challenge
        return error
    }
}
