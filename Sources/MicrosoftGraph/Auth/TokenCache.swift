import Synchronization

/// Keeps one access token per application, account, tenant, cloud and scope, and refreshes each by one request at a time.
///
/// The rules are in `TokenCacheStateMachine` and their numbers in ``TokenCacheLimits``; here are the lock, the refresh task and
/// the waiting.
package final class TokenCache: Sendable {
    private typealias Continuation = CheckedContinuation<Result<AccessToken, TokenError>, Never>

    private struct State {
        var machine: TokenCacheStateMachine
        var continuations: [TokenCacheStateMachine.WaiterID: Continuation] = [:]
        var lastWaiter: TokenCacheStateMachine.WaiterID = 0
    }

    /// Longest `Retry-After` obeyed.
    package let longestRetryAfter: Duration

    private let state: Mutex<State>
    private let now: @Sendable () -> ContinuousClock.Instant
    private let jitter: @Sendable () -> Double

    /// - Parameter jitter: uniform in 0..<1.
    package init(
        limits: TokenCacheLimits = TokenCacheLimits(),
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        jitter: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
    ) {
        longestRetryAfter = limits.longestRetryAfter
        state = Mutex(State(machine: TokenCacheStateMachine(limits: limits)))
        self.now = now
        self.jitter = jitter
    }

    /// A token with at least five minutes left, from the cache or by one request to `source`; one with less when no other can
    /// be had.
    ///
    /// A failure that Entra's answer still holds for is told at once, with what is left of the wait as `retryAfter`.
    /// Cancelling the calling task ends its waiting with `abandoned` and leaves the refresh to the others.
    package func token(from source: any TokenSource) async throws(TokenError) -> AccessToken {
        let key = source.cacheKey
        let waiter = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                enter(waiter, key, source, continuation)
            }
        } onCancel: {
            leave(waiter, key)
        }
        return try result.get()
    }

    /// Drops a token that Graph refused with 401, so that the next request obtains another; at most one a minute.
    package func invalidate(_ token: AccessToken) {
        state.withLock { $0.machine.tokenRefused(token, at: now()) }
    }

    /// Drops a token that lacks a permission, unless it is less than a minute old.
    /// - Returns: whether it was dropped, so that asking again is worth it.
    package func foundLacking(_ token: AccessToken) -> Bool {
        state.withLock { $0.machine.tokenFoundLacking(token, at: now()) }
    }

    /// Drops a token that Graph answered with a claims challenge, so that the next request obtains another with `claims`.
    package func challenged(
        _ token: AccessToken, with claims: ClaimsRequest, from source: any TokenSource
    ) -> ClaimsChallengeEffect {
        state.withLock { $0.machine.tokenChallenged(token, with: claims, source.cacheKey, at: now()) }
    }

    /// How long the tokens of each cloud still are good for, the shortest of each; zero for one that has expired.
    package func shortestLifetimes() -> [String: Duration] {
        let moment = now()
        return state.withLock { $0.machine.tokens }.reduce(into: [:]) { shortest, token in
            let left = max(.zero, moment.duration(to: token.expiry))
            shortest[token.cloud.name] = min(shortest[token.cloud.name] ?? left, left)
        }
    }

    private func enter(
        _ waiter: TokenCacheStateMachine.WaiterID,
        _ key: TokenCacheKey,
        _ source: any TokenSource,
        _ continuation: Continuation
    ) {
        let action = state.withLock { state in
            let action = state.machine.tokenRequested(key, by: waiter, at: now())
            switch action {
            case .use, .useAndRefresh, .fail: break
            case .wait, .refreshAndWait: state.continuations[waiter] = continuation
            }
            return action
        }
        switch action {
        case .use(let token): return continuation.resume(returning: .success(token))
        case .useAndRefresh(let token):
            startRefresh(key, source, claims: nil)
            return continuation.resume(returning: .success(token))
        case .fail(let error): return continuation.resume(returning: .failure(error))
        case .wait: break
        case .refreshAndWait(let claims): startRefresh(key, source, claims: claims)
        }
        // A task cancelled before it got here has had its cancellation handler run against an unknown waiter.
        if Task.isCancelled { leave(waiter, key) }
    }

    private func leave(_ waiter: TokenCacheStateMachine.WaiterID, _ key: TokenCacheKey) {
        let continuation = state.withLock { state in
            state.machine.waiterLeft(waiter, key)
            return state.continuations.removeValue(forKey: waiter)
        }
        continuation?.resume(returning: .failure(TokenError(kind: .abandoned, verdict: .retriable)))
    }

    /// The refresh belongs to all its waiters, so it is the one task here that is no child of the task that started
    /// it: as a child it would end with a cancelled caller and fail everybody else. Its length is bounded by the
    /// transport's deadline.
    private func startRefresh(_ key: TokenCacheKey, _ source: any TokenSource, claims: ClaimsRequest?) {
        Task {
            var next = claims
            repeat { next = await refresh(key, source, claims: next) } while next != nil
        }
    }

    /// - Returns: what to ask with once more: Graph has challenged the old token meanwhile.
    private func refresh(_ key: TokenCacheKey, _ source: any TokenSource, claims: ClaimsRequest?) async
        -> ClaimsRequest?
    {
        let result: Result<AccessToken, TokenError>
        do throws(TokenError) {
            result = .success(try await source.requestToken(claims: claims))
        } catch {
            result = .failure(error)
        }
        let (told, next) = state.withLock { state in
            let ended = state.machine.refreshEnded(key, with: result, at: now(), jitter: jitter())
            let told = ended.told.compactMap { waiter, answer in
                state.continuations.removeValue(forKey: waiter).map { ($0, answer) }
            }
            return (told, ended.refresh)
        }
        for (continuation, answer) in told { continuation.resume(returning: answer) }
        return next
    }
}
