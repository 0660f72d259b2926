/// How patient one command is.
package struct AttemptLimits: Sendable {
    /// Attempts without a clear answer. What was surely not processed is tried until the deadline.
    package var tries = 3
    /// First back-off; doubles with every try, drawn with full jitter.
    package var backoffBase: Duration = .seconds(1)
    package var backoffCap: Duration = .seconds(30)
    /// Longest `Retry-After` obeyed: Graph's windows are minutes, and a server's mistake must not shut a mailbox out for a day.
    package var longestWait: Duration = .seconds(3600)
    /// L: a request starts only within this time of the moment before its attempt's transaction began to be checked.
    package var requestLease: Duration = .seconds(10)
    /// R: a request is abandoned, its connection reset, after this long (`graph.requestTimeout`).
    package var requestBound: Duration = .seconds(30)
    /// V: how long Graph may take to show what a cancel changed.
    package var visibilityAllowance: Duration = .seconds(60)

    /// A meeting that was read so long ago is read again before a request: the command was held meanwhile. Within V a new read
    /// could show nothing new.
    package var readAge: Duration = .seconds(60)

    package init() {}

    /// From a restore on, when the first look-up proves something: nobody starts a request any more (L), all that were started
    /// are over (R), and Graph shows what they did (V).
    package var firstLookUp: Duration {
        PlantedFault.isOn(.lookUpTooEarly) ? .zero : requestLease + requestBound + visibilityAllowance
    }

    /// - Parameter retryAfter: what the answer asks for, if it does.
    package func obeyed(_ retryAfter: Duration?) -> Duration? { retryAfter.map { min($0, longestWait) } }

    /// Exponential back-off with full jitter ("Exponential Backoff And Jitter", AWS Architecture Blog).
    /// - Parameter jitter: uniform in 0..<1.
    func backoff(afterTry count: Int, jitter: Double) -> Duration {
        var ceiling = backoffBase
        for _ in 1..<max(1, count) where ceiling < backoffCap { ceiling *= 2 }
        return min(ceiling, backoffCap) * jitter
    }
}
