import MicrosoftGraph

/// A token source that asks for nothing before its tenant's cloud is looked at. The cache asks it one request at a time.
struct ProvenTokenSource: TokenSource {
    let source: any TokenSource
    let tenantID: String
    let cloud: NationalCloud
    let proofs: TenantProofs

    var cacheKey: TokenCacheKey { source.cacheKey }

    func requestToken(claims: ClaimsRequest?) async throws(TokenError) -> AccessToken {
        try await proofs.prove(tenantID, in: cloud)
        return try await source.requestToken(claims: claims)
    }
}
