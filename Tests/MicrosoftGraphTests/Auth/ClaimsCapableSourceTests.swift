import MicrosoftGraph
import Synchronization
import Testing

@Suite struct ClaimsCapableSourceTests {
    /// Remembers what it was asked with.
    private final class RecordingSource: TokenSource {
        let cacheKey = TokenCacheKey(authority: "a", tenantID: "t", clientID: "c", scope: "s")
        private let asked = Mutex<[String?]>([])

        var claims: [String?] { asked.withLock { $0 } }

        func requestToken(claims: ClaimsRequest?) async throws(TokenError) -> AccessToken {
            asked.withLock { $0.append(claims?.json) }
            return AccessToken(cloud: .global, value: Secret("T"), expiry: .now)
        }
    }

    @Test("the capabilities go with every request, a challenge is merged with them once, and the key is the source's")
    func announced() async throws {
        let source = RecordingSource()
        let capable = ClaimsCapableSource(source)
        let challenge = try #require(ClaimsRequest.challenge(#"{"access_token":{"nbf":{"value":"7"}}}"#))
        _ = try await capable.requestToken(claims: nil)
        _ = try await capable.requestToken(claims: challenge)
        #expect(
            source.claims == [
                #"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#,
                #"{"access_token":{"nbf":{"value":"7"},"xms_cc":{"values":["cp1"]}}}"#,
            ])
        #expect(capable.cacheKey == source.cacheKey)
    }

    @Test("they reach Entra as one form field")
    func onTheWire() async throws {
        let granted = #"{"token_type":"Bearer","expires_in":3599,"access_token":"t"}"#
        try await GraphFixture.run(script: .always(.answer(200, granted))) { graph in
            let credential = try ClientSecretCredential(
                tenantID: "contoso.example", clientID: ClientSecretCredentialTests.clientID
            ) { Secret("s") }
            let source = TenantCredential.clientSecret(credential)
                .tokenSource(cloud: graph.cloud, transport: graph.transport)
            _ = try await ClaimsCapableSource(source).requestToken(claims: nil)
            let body = try #require(graph.server.requests.first).body
            let field = "claims=%7B%22access_token%22%3A%7B%22xms_cc%22%3A%7B%22values%22%3A%5B%22cp1%22%5D%7D%7D%7D"
            #expect(body.split(separator: "&").filter { $0.hasPrefix("claims=") } == [Substring(field)])
        }
    }
}
