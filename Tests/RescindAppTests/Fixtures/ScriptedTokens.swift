import MicrosoftGraph
import Synchronization

/// Entra: `token-1`, `token-2`, … for an hour each, unless it is told to fail.
final class ScriptedTokens: TokenSource {
    let cacheKey: TokenCacheKey
    private let time: TokenTime
    private let state = Mutex((claims: [String?](), failure: TokenError?.none))

    init(tenant: String, time: TokenTime) {
        cacheKey = TokenCacheKey(authority: "a", tenantID: tenant, clientID: "c", scope: "s")
        self.time = time
    }

    /// The `claims` of every request.
    var claims: [String?] { state.withLock { $0.claims } }

    func fail(_ error: TokenError?) { state.withLock { $0.failure = error } }

    func requestToken(claims: ClaimsRequest?) async throws(TokenError) -> AccessToken {
        let (number, failure) = state.withLock { state in
            state.claims.append(claims?.json)
            return (state.claims.count, state.failure)
        }
        if let failure { throw failure }
        return AccessToken(
            cloud: .global, value: Secret("token-\(number)"), expiry: time.instant + .seconds(3600)
        )
    }
}
