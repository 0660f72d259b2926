import MicrosoftGraph
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct TokenCacheTests {
    static let start = ContinuousClock.now

    /// Hands out `token-1`, `token-2`, … each when the test lets it.
    private final class GatedSource: TokenSource {
        let cacheKey: TokenCacheKey
        private let lifetime: Duration
        private let state = Mutex((asked: 0, gate: [CheckedContinuation<TokenError?, Never>]()))
        private let arrivals = AsyncStream<Int>.makeStream(bufferingPolicy: .bufferingNewest(64))

        init(tenant: String = "t", lifetime: Duration = .seconds(3600)) {
            self.cacheKey = TokenCacheKey(authority: "a", tenantID: tenant, clientID: "c", scope: "s")
            self.lifetime = lifetime
        }

        var asked: Int { self.state.withLock { $0.asked } }

        func requestToken(claims: ClaimsRequest?) async throws(TokenError) -> AccessToken {
            let number = self.state.withLock { state in
                state.asked += 1
                return state.asked
            }
            let error = await withCheckedContinuation { continuation in
                self.state.withLock { $0.gate.append(continuation) }
                self.arrivals.continuation.yield(number)
            }
            if let error { throw error }
            let expiry = TokenCacheTests.start.advanced(by: self.lifetime)
            return AccessToken(cloud: .global, value: Secret("token-\(number)"), expiry: expiry)
        }

        /// Returns once the next request is under way.
        func nextRequest() async {
            var iterator = self.arrivals.stream.makeAsyncIterator()
            _ = await iterator.next()
        }

        func answer(_ error: TokenError? = nil) {
            let gate = self.state.withLock { state in
                defer { state.gate = [] }
                return state.gate
            }
            for continuation in gate { continuation.resume(returning: error) }
        }
    }

    private func value(_ cache: TokenCache, _ source: GatedSource) async throws -> String {
        try await cache.token(from: source).value.reveal()
    }

    /// One token by one request.
    private func fill(_ cache: TokenCache, _ source: GatedSource) async throws -> String {
        async let value = self.value(cache, source)
        await source.nextRequest()
        source.answer()
        return try await value
    }

    @Test("many callers share one request")
    func singleFlight() async throws {
        let cache = TokenCache(now: { Self.start })
        let source = GatedSource()
        let values = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<1000 { group.addTask { try await self.value(cache, source) } }
            await source.nextRequest()
            source.answer()
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(values == Array(repeating: "token-1", count: 1000))
        #expect(source.asked == 1)
    }

    @Test("different keys do not wait for each other")
    func keys() async throws {
        let cache = TokenCache(now: { Self.start })
        let (slow, quick) = (GatedSource(tenant: "slow"), GatedSource(tenant: "quick"))
        try await withThrowingTaskGroup(of: String.self) { group in
            group.addTask { try await self.value(cache, slow) }
            await slow.nextRequest()
            let value = try await self.fill(cache, quick)
            #expect(value == "token-1")
            slow.answer()
            let value2 = try await group.next()
            #expect(value2 == "token-1")
        }
    }

    @Test("a token is used until less than five minutes are left")
    func expiry() async throws {
        let now = Mutex(Self.start)
        let cache = TokenCache(now: { now.withLock { $0 } })
        let source = GatedSource(lifetime: .seconds(3600))
        let value = try await self.fill(cache, source)
        #expect(value == "token-1")
        now.withLock { $0 = Self.start.advanced(by: .seconds(3300)) }
        let value2 = try await self.value(cache, source)
        #expect(value2 == "token-1")
        #expect(source.asked == 1)
        now.withLock { $0 = Self.start.advanced(by: .seconds(3300) + .nanoseconds(1)) }
        let value3 = try await self.fill(cache, source)
        #expect(value3 == "token-2")
        #expect(source.asked == 2)
    }

    @Test("an invalidated token is replaced, an older one's invalidation harms nothing")
    func invalidate() async throws {
        let cache = TokenCache(now: { Self.start })
        let source = GatedSource()
        _ = try await self.fill(cache, source)
        let first = try await cache.token(from: source)
        cache.invalidate(first)
        let value = try await self.fill(cache, source)
        #expect(value == "token-2")
        cache.invalidate(first)
        let value2 = try await self.value(cache, source)
        #expect(value2 == "token-2")
        #expect(source.asked == 2)
    }

    @Test("a failure reaches who waits, and a caller within the minute without another request")
    func failure() async throws {
        let now = Mutex(Self.start)
        let cache = TokenCache(now: { now.withLock { $0 } })
        let source = GatedSource()
        let refusal = TokenError(kind: .refused, verdict: .permanent, oauthError: "invalid_client")
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                await #expect(throws: refusal) { try await self.value(cache, source) }
            }
            await source.nextRequest()
            source.answer(refusal)
            try await group.waitForAll()
        }
        let error = await #expect(throws: TokenError.self) { try await self.value(cache, source) }
        #expect(error?.oauthError == "invalid_client" && error?.retryAfter == .seconds(60))
        #expect(source.asked == 1)
        now.withLock { $0 += .seconds(60) }
        let value = try await self.fill(cache, source)
        #expect(value == "token-2")
    }

    @Test("a caller that gives up leaves at once and leaves the request to the others")
    func cancelledWaiter() async throws {
        let cache = TokenCache(now: { Self.start })
        let source = GatedSource()
        try await withThrowingTaskGroup(of: Void.self) { group in
            let giveUp = Task { try await self.value(cache, source) }
            await source.nextRequest()
            group.addTask {
                let value = try await self.value(cache, source)
                #expect(value == "token-1")
            }
            giveUp.cancel()
            await #expect(throws: TokenError(kind: .abandoned, verdict: .retriable)) { try await giveUp.value }
            source.answer()
            try await group.waitForAll()
        }
        let value2 = try await self.value(cache, source)
        #expect(value2 == "token-1")
        #expect(source.asked == 1)
    }

    @Test("a caller cancelled beforehand does not wait")
    func cancelledBefore() async throws {
        let cache = TokenCache(now: { Self.start })
        let source = GatedSource()
        await withTaskGroup(of: Void.self) { group in
            group.cancelAll()
            group.addTask {
                await #expect(throws: TokenError(kind: .abandoned, verdict: .retriable)) {
                    try await self.value(cache, source)
                }
            }
        }
        await source.nextRequest()
        source.answer()
        let value = try await self.value(cache, source)
        #expect(value == "token-1")
    }
}

extension TokenCacheTests {
    @Test("of a cloud's tokens the one that expires first is told, an expired one as zero")
    func shortestLifetimes() async throws {
        let moment = Mutex(Self.start)
        let cache = TokenCache { moment.withLock { $0 } }
        #expect(cache.shortestLifetimes().isEmpty)
        for (tenant, lifetime) in [("a", Duration.seconds(3600)), ("b", .seconds(900))] {
            _ = try await fill(cache, GatedSource(tenant: tenant, lifetime: lifetime))
        }
        #expect(cache.shortestLifetimes() == ["global": .seconds(900)])
        moment.withLock { $0 += .seconds(1000) }
        #expect(cache.shortestLifetimes() == ["global": .zero])
    }
}
