/// Decides when a cached token is used, who refreshes it and who is told: the rules of `TokenCache` without its tasks.
///
/// As MSAL: one request at a time per key, ahead of need once `refresh_in` is over, and the old token while it lasts when
/// that fails. Towards Entra: `Retry-After`, back-off, and no second question while the answer to the first still holds.
struct TokenCacheStateMachine {
    typealias WaiterID = UInt64
    typealias Answer = Result<AccessToken, TokenError>

    enum RequestAction {
        case use(AccessToken)
        /// Use the old one, and ask for the next: nobody else does.
        case useAndRefresh(AccessToken)
        /// Wait for the request under way.
        case wait
        /// Wait, and ask Entra: nobody else does.
        case refreshAndWait(ClaimsRequest?)
        /// Entra has answered so, and is not asked again yet.
        case fail(TokenError)
    }

    /// What follows the end of a request to Entra.
    struct Ended {
        var told: [(waiter: WaiterID, answer: Answer)] = []
        /// Ask again, with these: they came while the request was under way.
        var refresh: ClaimsRequest?
    }

    let limits: TokenCacheLimits
    private(set) var entries: [TokenCacheKey: TokenCacheEntry] = [:]

    init(limits: TokenCacheLimits = TokenCacheLimits()) { self.limits = limits }

    var tokens: [AccessToken] { entries.values.compactMap(\.token) }

    mutating func tokenRequested(
        _ key: TokenCacheKey, by waiter: WaiterID, at now: ContinuousClock.Instant
    ) -> RequestAction {
        if entries[key] == nil { makeRoom(at: now) }
        var entry = entries[key] ?? TokenCacheEntry(at: now)
        defer { entries[key] = entry }
        entry.lastAsked = now
        let left = entry.timeLeft(at: now)
        if let token = entry.token, left >= limits.margin {
            guard let due = token.refreshAfter, now >= due, entry.refresh == nil, entry.currentPause(at: now) == nil
            else { return .use(token) }
            entry.refresh = TokenCacheEntry.Refresh(claims: nil, waiters: [])
            return .useAndRefresh(token)
        }
        if entry.refresh != nil {
            entry.refresh?.waiters.append(waiter)
            return .wait
        }
        if let pause = entry.currentPause(at: now) {
            if let token = entry.token, left >= limits.leastLeft { return .use(token) }
            if let failure = pause.failure {
                return .fail(failure.told(failure.verdict, retryAfter: now.duration(to: pause.until)))
            }
        }
        entry.refresh = TokenCacheEntry.Refresh(claims: entry.challenge, waiters: [waiter])
        return .refreshAndWait(entry.challenge)
    }

    /// - Parameter jitter: uniform in 0..<1.
    mutating func refreshEnded(
        _ key: TokenCacheKey, with answer: Answer, at now: ContinuousClock.Instant, jitter: Double
    ) -> Ended {
        guard var entry = entries[key], let refresh = entry.refresh else { return Ended() }
        defer { entries[key] = entry }
        entry.refresh = nil
        if case .success = answer, let claims = entry.challenge, refresh.claims != claims {
            // Asked for before Graph challenged its predecessor: Graph would challenge this one too.
            guard !refresh.waiters.isEmpty else { return Ended() }
            entry.refresh = TokenCacheEntry.Refresh(claims: claims, waiters: refresh.waiters)
            return Ended(refresh: claims)
        }
        let failure: TokenError
        switch answer {
        case .success(let token) where now.duration(to: token.expiry) >= limits.leastLeft:
            tokenObtained(token, for: &entry, at: now)
            return tell(refresh.waiters, .success(token))
        case .success: failure = failed(Self.endsAtOnce, &entry, now, jitter)
        case .failure(let error): failure = failed(error, &entry, now, jitter)
        }
        if let token = entry.token, entry.timeLeft(at: now) >= limits.leastLeft {
            return tell(refresh.waiters, .success(token))
        }
        return tell(refresh.waiters, .failure(failure))
    }

    mutating func waiterLeft(_ waiter: WaiterID, _ key: TokenCacheKey) {
        entries[key]?.refresh?.waiters.removeAll { $0 == waiter }
    }

    private static let endsAtOnce = TokenError(
        kind: .unreadableAnswer, verdict: .retriable,
        detail: "the token was at its end when it came: expires_in is wrong, or the answer took too long"
    )

    private func tell(_ waiters: [WaiterID], _ answer: Answer) -> Ended {
        Ended(told: waiters.map { ($0, answer) })
    }
}

// MARK: What Entra has answered

extension TokenCacheStateMachine {
    private func tokenObtained(
        _ token: AccessToken, for entry: inout TokenCacheEntry, at now: ContinuousClock.Instant
    ) {
        entry.token = token
        entry.obtained = (now, entry.challenge != nil ? .challenged : entry.wasRefused ? .refused : nil)
        entry.challenge = nil
        entry.wasRefused = false
        entry.failures = 0
        entry.refusalsLeft = 1
        // A token of a few minutes would be asked for anew by every caller.
        let isShort = now.duration(to: token.expiry) < limits.margin
        entry.pause = isShort ? TokenCacheEntry.Pause(until: now + limits.backoffFloor, failure: nil) : nil
    }

    /// - Returns: the failure as it is to be told.
    private func failed(
        _ error: TokenError, _ entry: inout TokenCacheEntry, _ now: ContinuousClock.Instant, _ jitter: Double
    ) -> TokenError {
        // Nothing went to Entra, so nothing has to be kept from it.
        if error.kind == .secretUnreadable || error.kind == .abandoned { return error }
        let wait: Duration
        var told = error
        if error.verdict == .permanent, entry.refusalsLeft == 0 || !error.isOfCredential {
            wait = limits.refusalMemory
        } else {
            if error.verdict == .permanent { entry.refusalsLeft -= 1 }
            entry.failures += 1
            let asked = error.retryAfter.flatMap { $0 > .zero ? min($0, limits.longestRetryAfter) : nil }
            wait = asked ?? limits.backoff(afterFailure: entry.failures, jitter: jitter)
            told = error.told(.retriable, retryAfter: wait)
        }
        entry.pause = TokenCacheEntry.Pause(until: now + wait, failure: told)
        return told
    }

    /// Forgets what is not needed any more when the bound is reached, else who was asked for longest ago. An entry with a
    /// request on its way stays: it has callers, who bound their own number.
    private mutating func makeRoom(at now: ContinuousClock.Instant) {
        guard entries.count >= limits.keys else { return }
        let idle = entries.filter { $0.value.isIdle(at: now, limits) }.keys
        for key in idle { entries[key] = nil }
        guard entries.count >= limits.keys else { return }
        let oldest = entries.filter { $0.value.refresh == nil }.min { $0.value.lastAsked < $1.value.lastAsked }
        if let oldest { entries[oldest.key] = nil }
    }
}

// MARK: What Graph has answered

extension TokenCacheStateMachine {
    /// Graph refuses that one token (401). A newer one in the same place stays: the refusal was of the old one.
    ///
    /// A replacement that is refused as soon as it came stays too: what Graph has against one mailbox or credential is not
    /// cured by a third token, and each refused command would cost Entra one.
    mutating func tokenRefused(_ token: AccessToken, at now: ContinuousClock.Instant) {
        for (key, var entry) in entries where entry.token?.value == token.value {
            guard !isReplacement(.refused, entry, within: limits.refusalMemory, of: now) else { continue }
            entry.token = nil
            entry.wasRefused = true
            entries[key] = entry
        }
    }

    /// The token does not carry what a command needs. It is dropped once it is no longer new: the permission may have been
    /// given since, and a token can last for a day.
    /// - Returns: whether another one is worth asking for.
    mutating func tokenFoundLacking(_ token: AccessToken, at now: ContinuousClock.Instant) -> Bool {
        guard let (key, entry) = entries.first(where: { $0.value.token?.value == token.value }),
            let obtained = entry.obtained, obtained.at.duration(to: now) >= limits.refusalMemory
        else { return false }
        entries[key]?.token = nil
        return true
    }

    /// Graph wants a token that satisfies `claims` too. It is dropped, and the next request asks Entra with them.
    mutating func tokenChallenged(
        _ token: AccessToken, with claims: ClaimsRequest, _ key: TokenCacheKey, at now: ContinuousClock.Instant
    ) -> ClaimsChallengeEffect {
        guard var entry = entries[key], entry.token?.value == token.value else { return .replacedAlready }
        defer { entries[key] = entry }
        let helpedNothing = isReplacement(.challenged, entry, within: limits.replacementWindow, of: now)
        entry.token = nil
        entry.challenge = claims
        return helpedNothing ? .unsatisfied : .willBeReplaced
    }

    private func isReplacement(
        _ replacement: TokenCacheEntry.Replacement, _ entry: TokenCacheEntry, within window: Duration,
        of now: ContinuousClock.Instant
    ) -> Bool {
        guard let obtained = entry.obtained, obtained.inPlaceOf == replacement else { return false }
        return obtained.at.duration(to: now) < window
    }
}
