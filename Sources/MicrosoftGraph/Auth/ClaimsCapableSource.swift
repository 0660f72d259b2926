/// A token source that announces to Entra that claims challenges are understood (`cp1`), and sends what Graph challenges with.
///
/// One wrapper instead of a switch in every source: a managed identity, whose endpoint knows no claims, is just not wrapped.
/// - Important: Graph's long-lived tokens come with the announcement, so whoever makes it must answer challenges.
package struct ClaimsCapableSource: TokenSource {
    private let source: any TokenSource

    package init(_ source: any TokenSource) { self.source = source }

    /// The source's own: a token with capabilities takes the place of one without.
    package var cacheKey: TokenCacheKey { source.cacheKey }

    package func requestToken(claims: ClaimsRequest?) async throws(TokenError) -> AccessToken {
        let capabilities = ClaimsRequest.clientCapabilities
        return try await source.requestToken(claims: claims.map(capabilities.merging) ?? capabilities)
    }
}
