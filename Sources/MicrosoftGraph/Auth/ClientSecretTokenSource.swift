/// Asks Entra for an app-only token by client secret (OAuth 2.0 client credentials, RFC 6749 §4.4).
package struct ClientSecretTokenSource: TokenSource {
    private let cloud: NationalCloud
    private let credential: ClientSecretCredential
    private let transport: HTTPTransport
    private let now: @Sendable () -> ContinuousClock.Instant

    /// A token response is 2 to 5 KB; refuses anything that is not one.
    private static let answerLimit = 256 * 1024

    package init(
        cloud: NationalCloud,
        credential: ClientSecretCredential,
        transport: HTTPTransport,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.cloud = cloud
        self.credential = credential
        self.transport = transport
        self.now = now
    }

    package var cacheKey: TokenCacheKey {
        TokenCacheKey(
            authority: cloud.authority,
            tenantID: credential.tenantID.lowercased(),
            clientID: credential.clientID.lowercased(),
            scope: cloud.defaultScope
        )
    }

    package func requestToken() async throws(TokenError) -> AccessToken {
        let request = try request()
        // Taken before the request: the lifetime in the answer counts from a moment that is not earlier.
        let askedAt = now()
        let answer: TransportAnswer
        do {
            answer = try await transport.exchange(request)
        } catch {
            throw TokenError(transportFailure: error)
        }
        let granted = try TokenAnswer.read(answer)
        return AccessToken(
            cloud: cloud,
            value: granted.accessToken,
            expiry: askedAt.advanced(by: granted.lifetime),
            scope: granted.scope
        )
    }

    private func request() throws(TokenError) -> TransportRequest {
        let secret: Secret
        do {
            secret = try credential.secret()
        } catch {
            // The underlying error may quote the file; its type is enough to find the cause.
            throw TokenError(kind: .secretUnreadable, verdict: .retriable, detail: "\(type(of: error))")
        }
        let form = PercentEncoding.form([
            ("grant_type", "client_credentials"),
            ("client_id", credential.clientID),
            ("scope", cloud.defaultScope),
            ("client_secret", secret.reveal()),
        ])
        return TransportRequest(
            method: .post,
            url: "\(cloud.authority)/\(credential.tenantID)/oauth2/v2.0/token",
            headers: [("Accept", "application/json"), ("Content-Type", "application/x-www-form-urlencoded")],
            body: Array(form.utf8),
            answerLimit: Self.answerLimit
        )
    }
}
