/// What is known of one key's tokens.
struct TokenCacheEntry {
    typealias WaiterID = TokenCacheStateMachine.WaiterID

    /// A request to Entra on its way.
    struct Refresh {
        let claims: ClaimsRequest?
        /// Empty for a refresh ahead, or when everybody has given up.
        var waiters: [WaiterID]
    }

    /// Why and until when Entra is not asked.
    struct Pause {
        let until: ContinuousClock.Instant
        /// nil after a token that came with little time left: it is used as long as it lasts.
        let failure: TokenError?
    }

    /// What the present token was asked for in place of.
    enum Replacement {
        case challenged, refused
    }

    var token: AccessToken?
    var obtained: (at: ContinuousClock.Instant, inPlaceOf: Replacement?)?
    var refresh: Refresh?
    var pause: Pause?
    /// What Graph wants of a token beyond what the last one had; stays until one was obtained with it.
    var challenge: ClaimsRequest?
    /// The last token was refused without a challenge, and none has come since.
    var wasRefused = false
    /// Requests to Entra that failed one after another.
    var failures = 0
    /// A credential that has worked is not given up at its first refusal: it may be in the middle of being rotated.
    var refusalsLeft = 0
    var lastAsked: ContinuousClock.Instant

    init(at now: ContinuousClock.Instant) { lastAsked = now }

    func timeLeft(at now: ContinuousClock.Instant) -> Duration {
        token.map { now.duration(to: $0.expiry) } ?? .zero
    }

    func currentPause(at now: ContinuousClock.Instant) -> Pause? { pause.flatMap { now < $0.until ? $0 : nil } }

    /// Forgetting it loses neither a token, nor a waiter, nor a wait that Entra has asked for.
    func isIdle(at now: ContinuousClock.Instant, _ limits: TokenCacheLimits) -> Bool {
        refresh == nil && currentPause(at: now) == nil && challenge == nil && timeLeft(at: now) < limits.leastLeft
    }
}
