import Synchronization

/// Keeps one access token per application, account, tenant, cloud and scope, and refreshes each by one request at a time.
///
/// The rules are in `TokenCacheStateMachine`; here are the lock, the refresh task and the waiting.
package final class TokenCache: Sendable {
    private typealias Continuation = CheckedContinuation<Result<AccessToken, TokenError>, Never>

    private struct State {
        var machine = TokenCacheStateMachine()
        var continuations: [TokenCacheStateMachine.WaiterID: Continuation] = [:]
        var lastWaiter: TokenCacheStateMachine.WaiterID = 0
    }

    private let state = Mutex(State())
    private let now: @Sendable () -> ContinuousClock.Instant

    package init(now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        self.now = now
    }

    /// A token with at least five minutes left, from the cache or by one request to `source`.
    ///
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

    /// Drops a token that Graph refused with 401, so that the next request obtains another.
    package func invalidate(_ token: AccessToken) {
        state.withLock { $0.machine.tokenRefused(token) }
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
            if case .use = action { return action }
            state.continuations[waiter] = continuation
            return action
        }
        switch action {
        case .use(let token): continuation.resume(returning: .success(token))
        case .wait: break
        case .refreshAndWait: startRefresh(key, source)
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
    private func startRefresh(_ key: TokenCacheKey, _ source: any TokenSource) {
        Task {
            let result: Result<AccessToken, TokenError>
            do throws(TokenError) {
                result = .success(try await source.requestToken())
            } catch {
                result = .failure(error)
            }
            refreshEnded(key, result)
        }
    }

    private func refreshEnded(_ key: TokenCacheKey, _ result: Result<AccessToken, TokenError>) {
        let continuations = state.withLock { state in
            let token: AccessToken? = if case .success(let token) = result { token } else { nil }
            return state.machine.refreshEnded(key, with: token)
                .compactMap { state.continuations.removeValue(forKey: $0) }
        }
        for continuation in continuations { continuation.resume(returning: result) }
    }
}
