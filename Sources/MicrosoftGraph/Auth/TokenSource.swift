/// One way to obtain tokens for one application in one tenant and cloud.
///
/// The seam for other credentials: certificate, federated token, managed identity and refresh token differ only in the
/// request they make.
package protocol TokenSource: Sendable {
    /// Equal for sources whose tokens are interchangeable.
    var cacheKey: TokenCacheKey { get }

    /// One request, no retry. Must end by itself: every waiter of a cache depends on it.
    /// - Parameter claims: sent as `claims` where the endpoint knows them (Entra's token endpoint does).
    func requestToken(claims: ClaimsRequest?) async throws(TokenError) -> AccessToken
}

extension TokenSource {
    package func requestToken() async throws(TokenError) -> AccessToken { try await requestToken(claims: nil) }
}

/// What tells cached tokens apart (as MSAL does).
package struct TokenCacheKey: Hashable, Sendable {
    package let authority: String
    package let tenantID: String
    package let clientID: String
    package let scope: String
    /// Whose sign-in it is; nil for the application's own token.
    package let account: String?

    package init(authority: String, tenantID: String, clientID: String, scope: String, account: String? = nil) {
        self.authority = authority
        self.tenantID = tenantID
        self.clientID = clientID
        self.scope = scope
        self.account = account
    }
}
