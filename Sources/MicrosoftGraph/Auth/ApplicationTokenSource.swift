/// Asks Entra for an application's own token (OAuth 2.0 client credentials, RFC 6749 §4.4), by whichever proof.
struct ApplicationTokenSource: TokenSource {
    let endpoint: TenantTokenEndpoint
    let application: ApplicationIdentity
    let proof: any ApplicationProof

    var cacheKey: TokenCacheKey {
        TokenCacheKey(
            authority: endpoint.cloud.authority,
            tenantID: application.tenantID.lowercased(),
            clientID: application.clientID.lowercased(),
            scope: endpoint.cloud.defaultScope
        )
    }

    func requestToken(claims: ClaimsRequest?) async throws(TokenError) -> AccessToken {
        let form = [
            (name: "grant_type", value: "client_credentials"),
            (name: "client_id", value: application.clientID),
            (name: "scope", value: endpoint.cloud.defaultScope),
        ]
        let proof = try await proof.fields(for: endpoint.address)
        do { return try await endpoint.exchange(form + proof, claims: claims).token } catch {
            // Half a secret is refused like a wrong one, which would end commands for good.
            guard error.isOfCredential, self.proof.isReplaced(since: proof) else { throw error }
            throw error.told(.retriable, retryAfter: error.retryAfter)
        }
    }
}
