/// How long tokens and failures are kept, and how often Entra is asked.
package struct TokenCacheLimits: Sendable {
    /// MSAL's margin: a token with less than this left is as good as expired, and another is asked for.
    package var margin: Duration = .seconds(5 * 60)
    /// What a token must have left to be used when no other can be had. MSAL gives a token up at the margin even then. But the
    /// margin is there because Graph may refuse on arrival what was good here, and a refusal costs one repeat of a request
    /// that surely did nothing; without a token the command fails for certain. This is for the way to Graph.
    package var leastLeft: Duration = .seconds(10)
    /// Least wait after a failure without `Retry-After` (Entra "Daemon app: acquire token": "start at 5 seconds or more").
    package var backoffFloor: Duration = .seconds(5)
    /// Most that is drawn: a command waits for two minutes in memory, and should find an answer then.
    package var backoffCap: Duration = .seconds(120)
    /// Longest `Retry-After` obeyed, MSAL's bound: a server's mistake must not shut a tenant out for a day.
    package var longestRetryAfter: Duration = .seconds(3600)
    /// How long a refusal is told again without asking (MSAL's for identical refused requests). A corrected credential is seen
    /// no later than this. Also how long a token stays that was obtained in place of a refused one and is refused itself, and one
    /// that lacks a permission.
    package var refusalMemory: Duration = .seconds(60)
    /// A token that was obtained for a challenge and is challenged itself within this time shows that Entra does not satisfy
    /// what Graph wants; later it is another event. Entra spreads an event within 15 minutes ("Continuous access evaluation").
    package var replacementWindow: Duration = .seconds(15 * 60)
    /// Applications and accounts; far more than one worker is configured with.
    package var keys = 4096

    package init() {}

    /// Exponential back-off with full jitter above the floor, which alone would be no spread and below which Entra asks nobody to
    /// come.
    /// - Parameter jitter: uniform in 0..<1.
    func backoff(afterFailure count: Int, jitter: Double) -> Duration {
        var ceiling = backoffFloor
        for _ in 0..<max(1, count) where ceiling < backoffCap { ceiling *= 2 }
        return backoffFloor + max(.zero, min(ceiling, backoffCap) - backoffFloor) * jitter
    }
}
