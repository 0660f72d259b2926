@testable import MicrosoftGraph

/// Plays callers, Entra and the clock against one cache machine; answers come back as words.
struct CacheTalk {
    static let key = TokenCacheKey(authority: "a", tenantID: "t", clientID: "c", scope: "s")
    static let start = ContinuousClock.now

    var machine: TokenCacheStateMachine
    /// Seconds since the start.
    var now = 0.0
    /// 0: a back-off is its floor. 1 would be its ceiling.
    var jitter = 0.0
    private var waiter: UInt64 = 0

    init(limits: TokenCacheLimits = TokenCacheLimits()) { machine = TokenCacheStateMachine(limits: limits) }

    private var instant: ContinuousClock.Instant { Self.start + .seconds(now) }

    func token(_ value: String, lives: Double = 3600, refresh: Double? = nil) -> AccessToken {
        AccessToken(
            cloud: .global, value: Secret(value), expiry: instant + .seconds(lives),
            refreshAfter: refresh.map { instant + .seconds($0) }
        )
    }

    /// `use T`, `use T, refresh`, `wait`, `refresh`, `refresh with …` or `fail …`.
    mutating func ask(_ key: TokenCacheKey = key) -> String {
        waiter += 1
        switch machine.tokenRequested(key, by: waiter, at: instant) {
        case .use(let token): return "use \(token.value.reveal())"
        case .useAndRefresh(let token): return "use \(token.value.reveal()), refresh"
        case .wait: return "wait"
        case .refreshAndWait(nil): return "refresh"
        case .refreshAndWait(let claims?): return "refresh with \(claims.json)"
        case .fail(let error): return "fail \(Self.word(error))"
        }
    }

    /// `3: T` for each waiter, `again with …`.
    @discardableResult
    mutating func obtained(_ token: AccessToken, _ key: TokenCacheKey = key) -> [String] {
        ended(.success(token), key)
    }

    @discardableResult
    mutating func failed(_ error: TokenError, _ key: TokenCacheKey = key) -> [String] {
        ended(.failure(error), key)
    }

    private mutating func ended(_ answer: TokenCacheStateMachine.Answer, _ key: TokenCacheKey) -> [String] {
        let ended = machine.refreshEnded(key, with: answer, at: instant, jitter: jitter)
        let told = ended.told.map { waiter, answer in
            switch answer {
            case .success(let token): "\(waiter): \(token.value.reveal())"
            case .failure(let error): "\(waiter): \(Self.word(error))"
            }
        }
        return told + (ended.refresh.map { ["again with \($0.json)"] } ?? [])
    }

    mutating func refused(_ value: String) { machine.tokenRefused(token(value), at: instant) }

    mutating func foundLacking(_ value: String) -> Bool { machine.tokenFoundLacking(token(value), at: instant) }

    mutating func challenged(_ value: String, _ claims: ClaimsRequest) -> ClaimsChallengeEffect {
        machine.tokenChallenged(token(value), with: claims, Self.key, at: instant)
    }

    mutating func leave(_ waiter: UInt64) { machine.waiterLeft(waiter, Self.key) }

    private static func word(_ error: TokenError) -> String {
        let wait = error.retryAfter.map { " for \($0 / .seconds(1))" } ?? ""
        return "\(error.oauthError ?? error.code) \(error.verdict)\(wait)"
    }
}

extension TokenError {
    static let throttled = TokenError(kind: .throttled, verdict: .retriable, status: 429)
    static let wrongSecret = TokenError(
        kind: .refused, verdict: .permanent, status: 401, oauthError: "invalid_client", aadsts: [7_000_215]
    )
    static let noConsent = TokenError(
        kind: .refused, verdict: .permanent, status: 400, oauthError: "unauthorized_client", aadsts: [700_016]
    )
    static let unreadable = TokenError(kind: .secretUnreadable, verdict: .retriable)

    static func throttled(for seconds: Double) -> TokenError {
        TokenError(kind: .throttled, verdict: .retriable, status: 429, retryAfter: .seconds(seconds))
    }
}
