import FoundationEssentials

/// What an access token says. Graph takes v1.0 tokens, so the names are those of `ver` 1.0.
struct TokenClaims: Sendable, Hashable {
    /// The audience: a Graph root, or what federated credentials are exchanged for.
    let audience: String
    let issuer: String
    /// The tenant's key in the world.
    let tenant: String
    /// `tid`.
    let tenantID: String
    let application: String
    /// The user's object id in a delegated token, the service principal's in an app-only one.
    let subject: String
    /// `upn`, of a user.
    let userPrincipalName: String?
    /// `roles`: application permissions.
    let roles: [String]
    /// `scp`: delegated permissions; `nil` in an app-only token.
    let scopes: [String]?
    /// What the client asked for and announced.
    var request = ClaimsRequest.none
    let issuedAt: Date
    let expiresAt: Date
    /// Its place among all tokens, which tells those issued before a revocation from those issued in the same second.
    var serial = 0

    var isDelegated: Bool { scopes != nil }

    /// The payload of the JWT.
    var payload: JSONValue {
        var members: [String: JSONValue] = [
            "aud": .string(audience),
            "iss": .string(issuer),
            "tid": .string(tenantID),
            "appid": .string(application),
            "oid": .string(subject),
            "sub": .string(subject),
            "iat": .integer(Int(issuedAt.timeIntervalSince1970)),
            "nbf": .integer(Int(issuedAt.timeIntervalSince1970)),
            "exp": .integer(Int(expiresAt.timeIntervalSince1970)),
            "ver": "1.0",
            "idtyp": .string(isDelegated ? "user" : "app"),
        ]
        if let scopes {
            members["scp"] = .string(scopes.joined(separator: " "))
            members["upn"] = userPrincipalName.map(JSONValue.string)
        } else if !roles.isEmpty {
            members["roles"] = .array(roles.map(JSONValue.string))
        }
        if request.announcesClaimsChallenges { members["xms_cc"] = ["cp1"] }
        return .object(members)
    }
}
