import MicrosoftGraph
import Testing

@Suite(.timeLimit(.minutes(1))) struct ClientSecretTokenSourceTests {
    static let askedAt = ContinuousClock.now
    static let granted =
        #"{"token_type":"Bearer","expires_in":3599,"ext_expires_in":3599,"access_token":"canary-token"}"#

    /// Asks a server that answers so, and returns what came of it with the requests it saw.
    private func ask(
        _ script: FakeServer.Script,
        secret: @escaping @Sendable () throws -> Secret = { Secret("p&w d=1+\u{E9}") }
    ) async throws -> (Result<AccessToken, TokenError>, [RecordedRequest]) {
        try await GraphFixture.run(script: .always(script)) { graph in
            let credential = try ClientSecretCredential(
                tenantID: "contoso.example", clientID: ClientSecretCredentialTests.clientID, secret: secret
            )
            let source = TenantCredential.clientSecret(credential)
                .tokenSource(cloud: graph.cloud, transport: graph.transport, now: { Self.askedAt })
            do throws(TokenError) {
                return (.success(try await source.requestToken()), graph.server.requests)
            } catch {
                return (.failure(error), graph.server.requests)
            }
        }
    }

    @Test("the request is the client credentials form of RFC 6749")
    func request() async throws {
        let (result, requests) = try await self.ask(.answer(200, Self.granted))
        let request = try #require(requests.first)
        let host = try #require(request.values("host").first)
        #expect(request.line == "POST /contoso.example/oauth2/v2.0/token HTTP/1.1")
        #expect(request.values("content-type") == ["application/x-www-form-urlencoded"])
        #expect(request.values("authorization").isEmpty)
        #expect(
            request.body
                == "grant_type=client_credentials&client_id=\(ClientSecretCredentialTests.clientID)"
                + "&scope=http%3A%2F%2F127.0.0.1%3A\(host.dropFirst("127.0.0.1:".count))%2F.default"
                + "&client_secret=p%26w%20d%3D1%2B%C3%A9"
        )
        let token = try result.get()
        #expect(token.value == Secret("canary-token"))
        #expect(token.expiry == Self.askedAt.advanced(by: .seconds(3599)))
        #expect(token.scope == nil)
        #expect(token.claims.isOpaque)
    }

    @Test(
        "numbers may be strings and lifetimes are bounded",
        arguments: [("\"3600\"", 3600), ("60", 60), ("99999999", 172_800), ("\"0042\"", 42)]
    )
    func lifetime(text: String, seconds: Int) async throws {
        let (result, _) = try await self.ask(.answer(200, Self.granted.replacing("3599,\"ext", with: "\(text),\"ext")))
        #expect(try result.get().expiry == Self.askedAt.advanced(by: .seconds(seconds)))
    }

    @Test(
        "a success that holds no usable token is unreadable",
        arguments: [
            "", "{}", "<html>", Self.granted.replacing("Bearer", with: "mac"),
            Self.granted.replacing("canary-token", with: ""),
            Self.granted.replacing("canary-token", with: "a\\r\\nX: y"), Self.granted.replacing("3599", with: "-1"),
            Self.granted.replacing("3599", with: "\"-1\""), Self.granted.replacing("3599", with: "\"soon\""),
            Self.granted.replacing("3599", with: "0"), Self.granted.replacing("\"expires_in\":3599,", with: ""),
        ]
    )
    func unreadable(body: String) async throws {
        let (result, _) = try await self.ask(.answer(200, body))
        let error = try result.requireFailure()
        #expect(error.kind == .unreadableAnswer)
        #expect(error.verdict == .retriable)
    }

    @Test(
        "a refusal is told by its OAuth error first, then by its number",
        arguments: [
            (
                401, #"{"error":"invalid_client","error_codes":[7000215]}"#, .refused, .permanent, "invalid_client",
                [7_000_215]
            ),
            (
                400, #"{"error":"invalid_request","error_codes":["900382"]}"#, .refused, .permanent, "invalid_request",
                [900_382]
            ),
            (400, #"{"error":"temporarily_unavailable"}"#, .refused, .retriable, "temporarily_unavailable", []),
            (
                400, #"{"error":"invalid_request","error_codes":[90033]}"#, .refused, .retriable, "invalid_request",
                [90033]
            ),
            (429, "", .throttled, .retriable, nil, []), (503, "", .serverError, .retriable, nil, []),
            (400, "<html>", .unreadableAnswer, .retriable, nil, []), (302, "", .redirected, .permanent, nil, []),
            (400, #"{"error":"user alex@x"}"#, .unreadableAnswer, .retriable, nil, []),
        ] as [(Int, String, TokenError.Kind, TokenError.Verdict, String?, [Int])]
    )
    func refused(
        status: Int,
        body: String,
        kind: TokenError.Kind,
        verdict: TokenError.Verdict,
        oauthError: String?,
        aadsts: [Int]
    ) async throws {
        let (result, requests) = try await self.ask(.answer(status, body, headers: ["Retry-After": "7"]))
        let error = try result.requireFailure()
        #expect(error.kind == kind)
        #expect(error.verdict == verdict)
        #expect(error.oauthError == oauthError)
        #expect(error.aadsts == aadsts)
        #expect(error.status == status)
        #expect(error.retryAfter == .seconds(7))
        #expect(requests.count == 1)
    }

    @Test("neither the secret nor Entra's description is in any text of an error")
    func leaks() async throws {
        let body =
            #"{"error":"invalid_client","error_description":"canary-description","error_codes":[7000215]}"#
        let (result, _) = try await self.ask(.answer(401, body), secret: { Secret("canary-secret") })
        let error = try result.requireFailure()
        var dumped = ""
        dump(error, to: &dumped)
        for text in ["\(error)", String(reflecting: error), dumped] { #expect(!text.contains("canary")) }
        #expect("\(error)" == "TokenError(refused, permanent, status 401, invalid_client, AADSTS7000215)")
    }

    @Test("a secret that cannot be read makes no request and is not quoted")
    func unreadableSecret() async throws {
        struct Missing: Error { let path = "canary-path" }
        let (result, requests) = try await self.ask(.answer(200, Self.granted), secret: { throw Missing() })
        let error = try result.requireFailure()
        #expect(error.kind == .secretUnreadable)
        #expect(!"\(error)".contains("canary"))
        #expect(requests.isEmpty)
    }

    @Test("a lost connection may be tried again")
    func lost() async throws {
        let (result, _) = try await self.ask(.close)
        let error = try result.requireFailure()
        #expect(error.kind == .connectionLost)
        #expect(error.verdict == .retriable)
    }

    @Test("spelling tenant and client differently is the same cache entry, another cloud is not")
    func cacheKey() async throws {
        let transport = HTTPTransport(userAgent: "Test/1.0")
        func key(_ cloud: NationalCloud, _ tenant: String) throws -> TokenCacheKey {
            let credential = try ClientSecretCredential(
                tenantID: tenant,
                clientID: ClientSecretCredentialTests.clientID
            ) { Secret("s") }
            return TenantCredential.clientSecret(credential).tokenSource(cloud: cloud, transport: transport).cacheKey
        }
        #expect(try key(.global, "Contoso.example") == key(.global, "contoso.example"))
        // One authority, two Graphs.
        #expect(try key(.usGovL4, "contoso.example") != key(.usGovL5, "contoso.example"))
        try await transport.shutdown()
    }
}
