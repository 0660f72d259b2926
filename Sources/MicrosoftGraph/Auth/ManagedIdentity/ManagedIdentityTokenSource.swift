/// Asks this machine's identity endpoint for Graph tokens of a managed identity.
struct ManagedIdentityTokenSource: TokenSource {
    let cloud: NationalCloud
    let credential: ManagedIdentityCredential
    let transport: HTTPTransport
    let now: @Sendable () -> ContinuousClock.Instant

    var cacheKey: TokenCacheKey {
        let identity =
            switch credential.identity {
            case .systemAssigned: "systemAssigned"
            case .clientID(let id), .objectID(let id), .resourceID(let id): id.lowercased()
            }
        // Another endpoint is another issuer, and an identity's id is no application's of the tenant's.
        return TokenCacheKey(
            authority: credential.endpoint.address,
            tenantID: credential.tenantID.lowercased(),
            clientID: identity,
            scope: cloud.defaultScope
        )
    }

    /// - Parameter claims: not sent, see ``ManagedIdentityCredential/request(for:)``.
    func requestToken(claims: ClaimsRequest?) async throws(TokenError) -> AccessToken {
        // Taken before the request: the lifetime in the answer counts from a moment that is not earlier.
        let askedAt = now()
        let granted = try await credential.answer(for: cloud.graphRoot, by: transport)
        return AccessToken(
            cloud: cloud, value: granted.accessToken, expiry: askedAt.advanced(by: granted.lifetime),
            refreshAfter: granted.refreshIn.map { askedAt.advanced(by: $0) }
        )
    }
}
