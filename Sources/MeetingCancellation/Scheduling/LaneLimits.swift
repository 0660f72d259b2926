/// How much is asked of Graph at a time and in a time. The defaults stay below what Microsoft documents.
package struct LaneLimits: Sendable {
    /// Commands being worked on at a time, of all mailboxes.
    package var concurrency = 64
    /// Of them, those of one mailbox. Outlook takes four requests of an application for a mailbox at a time, and others may use
    /// the application too (Graph "Throttling limits", Outlook).
    package var inFlightPerMailbox = 3
    /// Of one mailbox; Exchange sends 30 messages a minute ("Exchange Online limits", Sending), and does not say so by a 429.
    package var cancelsPerMinute = 30
    /// Of one mailbox, reads included (Graph "Throttling limits", Outlook).
    package var requestsPerTenMinutes = 10_000
    /// Of all mailboxes together. The older of two documented totals of an application is 2,000 a second.
    package var requestsPerSecond = 1000
    /// So many mailboxes of a tenant turned away within ``spreadWindow``, and the tenant cools down; so many tenants, and their
    /// cloud does.
    package var spread = 3
    package var spreadWindow: Duration = .seconds(30)
    /// First wait after a tenant or a cloud turned everybody away without naming one; doubles up to the cap.
    package var backoffBase: Duration = .seconds(1)
    package var backoffCap: Duration = .seconds(60)
    /// A probe that says nothing for so long makes room for the next.
    package var probeBound: Duration = .seconds(30)
    /// A command that holds its meeting's lane, or a place of its mailbox, for so long is told.
    package var heldAlarm: Duration = .seconds(300)
    /// Mailboxes whose budgets are remembered.
    package var mailboxes = 50_000

    package init() {}

    /// - Parameter jitter: uniform in 0..<1.
    func backoff(afterFailure count: Int, jitter: Double) -> Duration {
        var ceiling = backoffBase
        for _ in 1..<max(1, count) where ceiling < backoffCap { ceiling *= 2 }
        // Half of it at least: who is down must not be asked at once by chance.
        return min(ceiling, backoffCap) * (0.5 + jitter / 2)
    }

    /// How many a tenant may have running, and a cloud: whoever does not answer must leave room for the others.
    func share(ofLevel level: CoolingLevel) -> Int {
        switch level {
        case .tenant: max(inFlightPerMailbox, concurrency / 2)
        case .cloud: max(inFlightPerMailbox, concurrency * 3 / 4)
        }
    }
}
