import HTTPService
import MicrosoftGraph

/// A token source whose requests to Entra are counted by cloud and result, and with them what was not obeyed.
struct CountedTokenSource: TokenSource {
    let source: any TokenSource
    let cloud: String
    let metrics: WorkerMetrics
    /// Longest `Retry-After` obeyed.
    let longestRetryAfter: Duration

    var cacheKey: TokenCacheKey { source.cacheKey }

    func requestToken(claims: ClaimsRequest?) async throws(TokenError) -> AccessToken {
        do throws(TokenError) {
            let token = try await source.requestToken(claims: claims)
            metrics.tokenRequested(cloud: cloud, result: "issued")
            return token
        } catch {
            metrics.tokenRequested(cloud: cloud, result: error.kind.rawValue)
            RetryAfterCounts(metrics: metrics, cloud: cloud, longest: longestRetryAfter).answered(by: error)
            throw error
        }
    }
}
