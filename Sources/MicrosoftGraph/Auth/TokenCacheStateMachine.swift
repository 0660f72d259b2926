/// Decides when a cached token is used, who refreshes it and who is told: the rules of `TokenCache` without its tasks.
struct TokenCacheStateMachine {
    typealias WaiterID = UInt64

    /// MSAL's margin: a token with less than this left is as good as expired, since Graph may refuse it on arrival.
    static let margin: Duration = .seconds(5 * 60)

    private struct Entry {
        var token: AccessToken?
        /// Present while a refresh is under way, then even when everybody waiting for it gave up.
        var waiters: [WaiterID]?
    }

    private var entries: [TokenCacheKey: Entry] = [:]

    var tokens: [AccessToken] { entries.values.compactMap(\.token) }

    enum RequestAction {
        case use(AccessToken)
        /// Wait for the refresh under way.
        case wait
        /// Wait, and start a refresh: nobody else has.
        case refreshAndWait
    }

    mutating func tokenRequested(
        _ key: TokenCacheKey,
        by waiter: WaiterID,
        at now: ContinuousClock.Instant
    ) -> RequestAction {
        var entry = entries[key] ?? Entry()
        if let token = entry.token, now.duration(to: token.expiry) >= Self.margin { return .use(token) }
        let isFirst = entry.waiters == nil
        entry.waiters = (entry.waiters ?? []) + [waiter]
        entries[key] = entry
        return isFirst ? .refreshAndWait : .wait
    }

    /// Returns the waiters to be told. After a failure the next request starts a refresh again.
    mutating func refreshEnded(_ key: TokenCacheKey, with token: AccessToken?) -> [WaiterID] {
        guard var entry = entries[key] else { return [] }
        let waiters = entry.waiters ?? []
        entry.waiters = nil
        if let token { entry.token = token }
        entries[key] = entry
        return waiters
    }

    mutating func waiterLeft(_ waiter: WaiterID, _ key: TokenCacheKey) {
        entries[key]?.waiters?.removeAll { $0 == waiter }
    }

    /// Forgets that one token. A newer one in the same place stays: the refusal was of the old one.
    mutating func tokenRefused(_ token: AccessToken) {
        for (key, entry) in entries where entry.token?.value == token.value {
            entries[key]?.token = nil
        }
    }
}
