import MicrosoftGraph
import Synchronization
import Testing

@Suite("Refresh token grant", .timeLimit(.minutes(1)))
struct RefreshTokenSourceTests {
    static let granted =
        #"{"token_type":"Bearer","expires_in":3599,"scope":"Calendars.ReadWrite","access_token":"canary-token""#

    /// Holds one token; remembers what it was told to keep.
    private final class Store: RefreshTokenStore {
        struct Missing: Error { let path = "canary-path" }
        private let state: Mutex<(current: Secret?, kept: [Secret])>

        init(_ token: String?) { state = Mutex((token.map { Secret($0) }, [])) }

        var kept: [Secret] { state.withLock { $0.kept } }

        func current() async throws -> Secret {
            guard let token = state.withLock({ $0.current }) else { throw Missing() }
            return token
        }

        func rotated(to newer: Secret) {
            state.withLock {
                $0.current = newer
                $0.kept.append(newer)
            }
        }
    }

    private struct Setting: Sendable {
        var tenantID = "contoso.example"
        var secret: (@Sendable () throws -> Secret)?
        var uses = 1
    }

    private func ask(
        _ script: FakeServer.Script, _ store: Store, _ setting: Setting = Setting()
    ) async throws -> (Result<AccessToken, TokenError>, [RecordedRequest]) {
        try await GraphFixture.run(script: .always(script)) { graph in
            let source = RefreshTokenSource(
                cloud: graph.cloud,
                credential: try RefreshTokenCredential(
                    tenantID: setting.tenantID, clientID: ClientSecretCredentialTests.clientID, account: "robot",
                    secret: setting.secret
                ),
                store: store, transport: graph.transport
            )
            var result: Result<AccessToken, TokenError> = .failure(TokenError(kind: .abandoned, verdict: .retriable))
            for _ in 0..<setting.uses {
                result = await Self.result(of: source)
            }
            return (result, graph.server.requests)
        }
    }

    @Test("the request is the refresh form of RFC 6749, with the secret of a confidential client")
    func request() async throws {
        var setting = Setting()
        setting.secret = { Secret("p&w") }
        let (result, requests) = try await ask(.answer(200, Self.granted + "}"), Store("r&1"), setting)
        let request = try #require(requests.first)
        let port = try #require(request.values("host").first).dropFirst("127.0.0.1:".count)
        #expect(request.line == "POST /contoso.example/oauth2/v2.0/token HTTP/1.1")
        #expect(
            request.body
                == "grant_type=refresh_token&client_id=\(ClientSecretCredentialTests.clientID)"
                + "&scope=http%3A%2F%2F127.0.0.1%3A\(port)%2F.default%20offline_access"
                + "&client_secret=p%26w&refresh_token=r%261"
        )
        #expect(try result.get().grantedScopes == ["Calendars.ReadWrite"])
    }

    @Test("a personal account is asked for by name at consumers, a public client sends no secret")
    func personal() async throws {
        let (_, requests) = try await ask(
            .answer(200, Self.granted + "}"), Store("r"), Setting(tenantID: RefreshTokenCredential.personalAccounts)
        )
        let request = try #require(requests.first)
        #expect(request.line == "POST /consumers/oauth2/v2.0/token HTTP/1.1")
        #expect(request.body.contains("%2FCalendars.ReadWrite%20offline_access&"))
        #expect(!request.body.contains("client_secret"))
    }

    @Test("the newer refresh token is kept and used next")
    func rotation() async throws {
        let store = Store("first")
        let answer = Self.granted + #","refresh_token":"second"}"#
        let (_, requests) = try await ask(.answer(200, answer), store, Setting(uses: 2))
        #expect(requests.map { $0.body.hasSuffix("refresh_token=first") } == [true, false])
        #expect(requests.last?.body.hasSuffix("refresh_token=second") == true)
        // The second answer brought the same one: nothing to keep.
        #expect(store.kept == [Secret("second")])
    }

    @Test(
        "an answer without a usable refresh token keeps the old one",
        arguments: ["}", #","refresh_token":""}"#, #","refresh_token":null}"#]
    )
    func noRotation(rest: String) async throws {
        let store = Store("first")
        let (result, requests) = try await ask(.answer(200, Self.granted + rest), store, Setting(uses: 2))
        _ = try result.get()
        #expect(requests.allSatisfy { $0.body.hasSuffix("refresh_token=first") })
        #expect(store.kept.isEmpty)
    }

    @Test("an expired sign-in is told by its number and leaks nothing")
    func refused() async throws {
        let body = #"{"error":"invalid_grant","error_description":"canary","error_codes":[700082]}"#
        let (result, _) = try await ask(.answer(400, body), Store("canary-refresh"))
        let error = try result.requireFailure()
        #expect(error.verdict == .permanent && error.aadsts == [700_082])
        #expect(!"\(error)".contains("canary"))
    }

    @Test("a token or secret that cannot be read makes no request and is not quoted")
    func unreadable() async throws {
        var setting = Setting()
        setting.secret = { throw Store.Missing() }
        for (store, setting) in [(Store(nil), Setting()), (Store("r"), setting)] {
            let (result, requests) = try await ask(.answer(200, Self.granted + "}"), store, setting)
            let error = try result.requireFailure()
            #expect(error.kind == .secretUnreadable && error.verdict == .retriable)
            #expect(!"\(error)".contains("canary"))
            #expect(requests.isEmpty)
        }
    }

    /// Answers nobody, and heeds no cancellation, until it is let go.
    private final class SilentStore: RefreshTokenStore {
        private let gate = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        private let read = AsyncStream.makeStream(of: Secret.self, bufferingPolicy: .bufferingNewest(1))

        func current() async throws -> Secret {
            // A task that is no child is not cancelled with its maker.
            await Task { [gate] in for await _ in gate.stream {} }.value
            read.continuation.yield(Secret("late"))
            return Secret("late")
        }

        func rotated(to newer: Secret) {}

        /// Returns when its one reader has been answered.
        func letGo() async {
            gate.continuation.finish()
            for await _ in read.stream { return }
        }
    }

    @Test("a store that does not answer is given up at the bound, and what it says later makes no request")
    func silent() async throws {
        let store = SilentStore()
        let clock = ManualClock()
        try await GraphFixture.run(script: .always(.answer(200, Self.granted + "}"))) { graph in
            let source = RefreshTokenSource(
                cloud: graph.cloud,
                credential: try RefreshTokenCredential(
                    tenantID: "contoso.example", clientID: ClientSecretCredentialTests.clientID, account: "robot",
                    secret: nil
                ),
                store: store, transport: graph.transport, clock: clock
            )
            async let asked = Self.result(of: source)
            await clock.hasSleeper()
            clock.advance(by: RefreshTokenSource.storeBound)
            let error = try await asked.requireFailure()
            #expect(error.kind == .secretUnreadable && error.verdict == .retriable)
            #expect(error.detail == "StoreSilent")
            await store.letGo()
            #expect(graph.server.requests.isEmpty)
        }
    }

    private static func result(of source: RefreshTokenSource) async -> Result<AccessToken, TokenError> {
        do throws(TokenError) { return .success(try await source.requestToken()) } catch { return .failure(error) }
    }

    @Test("accounts of one application have a token each")
    func cacheKey() async throws {
        let transport = HTTPTransport(userAgent: "Test/1.0")
        func key(_ account: String) throws -> TokenCacheKey {
            let credential = try RefreshTokenCredential(
                tenantID: "contoso.example", clientID: ClientSecretCredentialTests.clientID, account: account,
                secret: nil
            )
            return RefreshTokenSource(
                cloud: .global, credential: credential, store: Store(nil), transport: transport
            ).cacheKey
        }
        #expect(try key("ada") == key("ada"))
        #expect(try key("ada") != key("dina"))
        try await transport.shutdown()
    }

    @Test(
        "a tenant is a GUID, a domain or consumers", arguments: ["common", "organizations", "", "a b.example", "../x"])
    func tenants(tenantID: String) {
        #expect(throws: CredentialError(field: .tenantID)) {
            try RefreshTokenCredential(
                tenantID: tenantID, clientID: ClientSecretCredentialTests.clientID, account: "a", secret: nil
            )
        }
    }
}
