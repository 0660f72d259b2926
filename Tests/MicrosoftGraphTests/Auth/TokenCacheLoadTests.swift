import MicrosoftGraph
import Synchronization
import Testing

@Suite("Token cache under load", .timeLimit(.minutes(1))) struct TokenCacheLoadTests {
    static let start = ContinuousClock.now

    /// Entra and the secret's file: answers by the secret that is in the file when it is asked, and by script.
    private final class Entra: TokenSource {
        struct State {
            var asked = 0
            var claims: [String?] = []
            var good = "old"
            var file = "old"
            var failure: TokenError?
            var gate: CheckedContinuation<Void, Never>?
            var isGated = false
        }

        let cacheKey = TokenCacheKey(authority: "a", tenantID: "t", clientID: "c", scope: "s")
        let now: @Sendable () -> ContinuousClock.Instant
        let state = Mutex(State())
        private let arrivals = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(64))

        init(now: @escaping @Sendable () -> ContinuousClock.Instant) { self.now = now }

        var asked: Int { state.withLock { $0.asked } }

        func requestToken(claims: ClaimsRequest?) async throws(TokenError) -> AccessToken {
            let isGated = state.withLock { state in
                state.asked += 1
                state.claims.append(claims?.json)
                return state.isGated
            }
            if isGated {
                await withCheckedContinuation { gate in
                    state.withLock { $0.gate = gate }
                    arrivals.continuation.yield()
                }
            }
            let answer: Result<String, TokenError> = state.withLock { state in
                if let failure = state.failure { return .failure(failure) }
                return state.file == state.good ? .success("token-\(state.asked)") : .failure(.wrongSecret)
            }
            let moment = now()
            return AccessToken(
                cloud: .global, value: Secret(try answer.get()), expiry: moment + .seconds(3600),
                refreshAfter: moment + .seconds(1800)
            )
        }

        /// Returns once a request stands at the gate.
        func arrived() async {
            var iterator = arrivals.stream.makeAsyncIterator()
            await iterator.next()
        }

        func letPass() {
            state.withLock { state in
                defer { state.gate = nil }
                return state.gate
            }?.resume()
        }
    }

    /// 1,000 commands at once.
    private func crowd(_ cache: TokenCache, _ entra: Entra) async -> [Result<String, TokenError>] {
        await withTaskGroup(of: Result<String, TokenError>.self) { group in
            for _ in 0..<1000 {
                group.addTask {
                    do throws(TokenError) {
                        return .success(try await cache.token(from: entra).value.reveal())
                    } catch { return .failure(error) }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    private func bench() -> (cache: TokenCache, entra: Entra, wait: @Sendable (Duration) -> Void) {
        let moment = Moment()
        let cache = TokenCache(now: { moment.now }, jitter: { 0 })
        return (cache, Entra(now: { moment.now }), { moment.pass($0) })
    }

    private final class Moment: Sendable {
        private let instant = Mutex(TokenCacheLoadTests.start)
        var now: ContinuousClock.Instant { instant.withLock { $0 } }
        func pass(_ duration: Duration) { instant.withLock { $0 += duration } }
    }

    @Test("1,000 commands at once cost one request, with a token, without one, and with a wrong secret")
    func oneRequest() async throws {
        let (cache, entra, wait) = bench()
        #expect(await crowd(cache, entra).allSatisfy { (try? $0.get()) == "token-1" })
        #expect(await crowd(cache, entra).allSatisfy { (try? $0.get()) == "token-1" })
        #expect(entra.asked == 1)
        wait(.seconds(3600))
        entra.state.withLock { $0.failure = .throttled(for: 30) }
        for _ in 0..<2 {
            let told = await crowd(cache, entra)
            #expect(told.allSatisfy { $0 == .failure(.throttled(for: 30)) })
        }
        #expect(entra.asked == 2)
        wait(.seconds(30))
        entra.state.withLock { $0.failure = .noConsent }
        for _ in 0..<2 { #expect(await crowd(cache, entra).allSatisfy { (try? $0.get()) == nil }) }
        #expect(entra.asked == 3)
    }

    @Test("the refresh ahead is one request in the background, and the old token goes on meanwhile")
    func refreshAhead() async throws {
        let (cache, entra, wait) = bench()
        _ = try await cache.token(from: entra)
        wait(.seconds(1800))
        entra.state.withLock { $0.isGated = true }
        #expect(await crowd(cache, entra).allSatisfy { (try? $0.get()) == "token-1" })
        await entra.arrived()
        #expect(entra.asked == 2)
        entra.state.withLock { $0.isGated = false }
        // Below the margin everybody waits for the refresh under way.
        wait(.seconds(1600))
        async let late = cache.token(from: entra)
        entra.letPass()
        #expect(try await late.value.reveal() == "token-2")
        #expect(entra.asked == 2)
    }

    @Test("a secret is rotated under load: nobody is told of a refusal for good, and the old token bridges it")
    func rotation() async throws {
        let (cache, entra, wait) = bench()
        _ = try await cache.token(from: entra)
        // The old secret is deleted before the file has the new one, and the token is in its last minutes.
        wait(.seconds(3400))
        entra.state.withLock { $0.good = "new" }
        #expect(await crowd(cache, entra).allSatisfy { (try? $0.get()) == "token-1" })
        #expect(entra.asked == 2)
        entra.state.withLock { $0.file = "new" }
        wait(.seconds(5))
        #expect(await crowd(cache, entra).allSatisfy { (try? $0.get()) == "token-3" })
    }

    @Test("a secret is rotated while there is no token: whoever asks is told to come again, not that it is over")
    func rotationWithoutToken() async throws {
        let (cache, entra, wait) = bench()
        _ = try await cache.token(from: entra)
        wait(.seconds(3600))
        entra.state.withLock { $0.good = "new" }
        for told in await crowd(cache, entra) {
            guard case .failure(let error) = told else {
                Issue.record("a token by a secret that is wrong")
                return
            }
            #expect(error.verdict == .retriable && error.retryAfter == .seconds(5))
        }
        entra.state.withLock { $0.file = "new" }
        wait(.seconds(5))
        #expect(await crowd(cache, entra).allSatisfy { (try? $0.get()) == "token-3" })
        #expect(entra.asked == 3)
    }

    @Test("1,000 commands challenged at once cost one request, with the capabilities and the claims merged once")
    func challenge() async throws {
        let (cache, entra, _) = bench()
        let source = ClaimsCapableSource(entra)
        let token = try await cache.token(from: source)
        let claims = try #require(ClaimsRequest.challenge(#"{"access_token":{"nbf":{"value":"7"}}}"#))
        let effects = (0..<1000).map { _ in cache.challenged(token, with: claims, from: source) }
        #expect(effects.count { $0 == .willBeReplaced } == 1)
        #expect(effects.count { $0 == .replacedAlready } == 999)
        let values = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<1000 { group.addTask { try await cache.token(from: source).value.reveal() } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(values == ["token-2"])
        #expect(
            entra.state.withLock { $0.claims } == [
                #"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#,
                #"{"access_token":{"nbf":{"value":"7"},"xms_cc":{"values":["cp1"]}}}"#,
            ])
    }
}
