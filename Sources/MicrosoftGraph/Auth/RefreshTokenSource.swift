/// Asks Entra for a user's token by refresh token (RFC 6749 §6).
///
/// One use gives a new refresh token and revokes nothing: the old one stays good until it expires (Entra "Refresh tokens").
/// A cache calls it one request at a time, so no two uses race for the store.
package struct RefreshTokenSource: TokenSource {
    private let endpoint: TenantTokenEndpoint
    private let credential: RefreshTokenCredential
    private let store: any RefreshTokenStore

    package init(
        cloud: NationalCloud,
        credential: RefreshTokenCredential,
        store: any RefreshTokenStore,
        transport: HTTPTransport,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        endpoint = TenantTokenEndpoint(cloud: cloud, tenantID: credential.tenantID, transport: transport, now: now)
        self.credential = credential
        self.store = store
    }

    package var cacheKey: TokenCacheKey {
        TokenCacheKey(
            authority: endpoint.cloud.authority,
            tenantID: credential.tenantID.lowercased(),
            clientID: credential.clientID.lowercased(),
            scope: scope,
            account: credential.account
        )
    }

    package func requestToken() async throws(TokenError) -> AccessToken {
        let refreshToken: Secret
        var form = [("grant_type", "refresh_token"), ("client_id", credential.clientID), ("scope", scope)]
        do {
            refreshToken = try await store.current()
            if let secret = try credential.secret?() { form.append(("client_secret", secret.reveal())) }
        } catch {
            throw TokenError(secretUnreadable: error)
        }
        form.append(("refresh_token", refreshToken.reveal()))
        let granted = try await endpoint.exchange(form)
        if let newer = granted.refreshToken, newer != refreshToken {
            await store.rotated(to: newer)
        }
        return granted.token
    }

    /// `.default` asks for everything the user has consented to. A personal account is asked for the one permission by
    /// name: it has no other that matters here. `offline_access` is what brings the next refresh token.
    private var scope: String {
        let root = endpoint.cloud.graphRoot
        let permissions = credential.isPersonal ? "\(root)/Calendars.ReadWrite" : endpoint.cloud.defaultScope
        return "\(permissions) offline_access"
    }
}
