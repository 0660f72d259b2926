import FoundationEssentials

/// Everything a token is made of.
struct TokenOrder: Sendable {
    var audience: String
    let tenant: SimulatedTenant
    let application: SimulatedApplication
    /// Whose delegated token it is; `nil` = app-only.
    var account: SimulatedDelegatedAccount?
    var claims = ClaimsRequest.none
    /// Whether a delegated token comes with a refresh token.
    var withRefreshToken = true
    /// Whether a delegated token comes with an ID token, as the scope `openid` asks for.
    var withIDToken = false
    /// 64 random bytes.
    let tag: [UInt8]
    let now: Date

    /// Foreign tokens are exchanged for v2.0 tokens of the tenant itself; Graph takes v1.0 ones.
    private var issuer: String {
        if audience == tenant.cloud.federationAudience { return tenant.federationIssuer }
        let host = tenant.cloud == .china21Vianet ? "sts.chinacloudapi.cn" : "sts.windows.net"
        return "https://\(host)/\(tenant.id)/"
    }

    func tokenClaims(_ mailbox: SimulatedMailbox?) -> TokenClaims {
        let hasRoles = application.isConsented && audience != tenant.cloud.federationAudience
        return TokenClaims(
            audience: audience, issuer: issuer, tenant: tenant.key, tenantID: tenant.id,
            application: application.clientID,
            subject: mailbox?.objectID ?? account?.user ?? application.servicePrincipalID,
            userPrincipalName: mailbox?.userPrincipalName,
            roles: hasRoles ? application.roles : [], scopes: account?.scopes, request: claims, issuedAt: now,
            expiresAt: now.addingTimeInterval(Double(application.tokenLifetime))
        )
    }

    /// `refresh_in`, when the answer has one.
    var refreshIn: Int? {
        application.refreshIn ?? (application.tokenLifetime >= 7200 ? application.tokenLifetime / 2 : nil)
    }

    /// The ID token of a sign-in. Its third part is random: the client got it from the authority and need not verify.
    func idToken(_ mailbox: SimulatedMailbox?) -> String {
        let payload: JSONValue = [
            "aud": .string(application.clientID),
            "iss": .string(tenant.federationIssuer),
            "tid": .string(tenant.id),
            "oid": JSONValue(optional: mailbox?.objectID ?? account?.user),
            "sub": JSONValue(optional: mailbox?.objectID ?? account?.user),
            "preferred_username": JSONValue(optional: mailbox?.userPrincipalName),
            "iat": .integer(Int(now.timeIntervalSince1970)),
            "nbf": .integer(Int(now.timeIntervalSince1970)),
            "exp": .integer(Int(now.timeIntervalSince1970) + 3600),
            "ver": "2.0",
        ]
        let header: JSONValue = ["typ": "JWT", "alg": "RS256", "kid": "simulated"]
        return [header.serialized, payload.serialized, Array(tag.prefix(32))].map(Base64.url).joined(separator: ".")
    }
}
