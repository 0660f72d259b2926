/// A tenant's token endpoint: one form out, a token or the reason why there is none back.
struct TenantTokenEndpoint {
    let cloud: NationalCloud
    /// GUID, domain or `consumers`; safe as a path segment.
    let tenantID: String
    let transport: HTTPTransport
    let now: @Sendable () -> ContinuousClock.Instant

    /// A token response is 2 to 5 KB; refuses anything that is not one.
    private static let answerLimit = 256 * 1024

    /// Also what an assertion for it names as its audience.
    var address: String { "\(cloud.authority)/\(tenantID)/oauth2/v2.0/token" }

    func exchange(
        _ form: [(name: String, value: String)], claims: ClaimsRequest?
    ) async throws(TokenError) -> (token: AccessToken, refreshToken: Secret?) {
        let fields = form + (claims.map { [(name: "claims", value: $0.json)] } ?? [])
        let request = TransportRequest(
            method: .post,
            url: address,
            headers: [("Accept", "application/json"), ("Content-Type", "application/x-www-form-urlencoded")],
            body: Array(PercentEncoding.form(fields).utf8),
            answerLimit: Self.answerLimit
        )
        // Taken before the request: the lifetime in the answer counts from a moment that is not earlier.
        let askedAt = now()
        let answer: TransportAnswer
        do {
            answer = try await transport.exchange(request)
        } catch {
            throw TokenError(transportFailure: error)
        }
        let granted = try TokenAnswer.read(answer)
        let token = AccessToken(
            cloud: cloud,
            value: granted.accessToken,
            expiry: askedAt.advanced(by: granted.lifetime),
            refreshAfter: granted.refreshIn.map(askedAt.advanced),
            scope: granted.scope
        )
        return (token, granted.refreshToken)
    }
}
