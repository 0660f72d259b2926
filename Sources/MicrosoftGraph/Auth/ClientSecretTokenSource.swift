/// Asks Entra for an app-only token by client secret (OAuth 2.0 client credentials, RFC 6749 §4.4).
package struct ClientSecretTokenSource: TokenSource {
    private let endpoint: TenantTokenEndpoint
    private let credential: ClientSecretCredential

    package init(
        cloud: NationalCloud,
        credential: ClientSecretCredential,
        transport: HTTPTransport,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        endpoint = TenantTokenEndpoint(cloud: cloud, tenantID: credential.tenantID, transport: transport, now: now)
        self.credential = credential
    }

    package var cacheKey: TokenCacheKey {
        TokenCacheKey(
            authority: endpoint.cloud.authority,
            tenantID: credential.tenantID.lowercased(),
            clientID: credential.clientID.lowercased(),
            scope: endpoint.cloud.defaultScope
        )
    }

    package func requestToken(claims: ClaimsRequest?) async throws(TokenError) -> AccessToken {
        let secret: Secret
        do {
            secret = try credential.secret()
        } catch {
            throw TokenError(secretUnreadable: error)
        }
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", credential.clientID),
            ("scope", endpoint.cloud.defaultScope),
            ("client_secret", secret.reveal()),
        ]
        return try await endpoint.exchange(form, claims: claims).token
    }
}
