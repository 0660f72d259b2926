import HeapModule

/// One mailbox's commands that may begin, and what it has used up.
struct MailboxTurns<Entry: Comparable & Sendable>: Sendable {
    enum Place: Sendable, Equatable {
        /// Nothing of it could begin, or it is looked at again when one of its running commands ends.
        case resting
        case queued
        /// Behind the running ones of its tenant or cloud.
        case parked
        case asleep(until: Duration)
    }

    /// Soonest first.
    var ready: Heap<Entry> = []
    var running = 0
    var place = Place.resting
    /// Its requests were turned away, and none goes before.
    private(set) var coolsUntil = Duration.zero
    private var failures = 0
    private var cancels: RateWindow
    private var requests: RateWindow

    init(_ limits: LaneLimits) {
        cancels = .minute(cap: limits.cancelsPerMinute)
        requests = .tenMinutes(cap: limits.requestsPerTenMinutes)
    }

    mutating func requestSent(isCancel: Bool, at uptime: Duration) {
        requests.count(at: uptime)
        if isCancel, !PlantedFault.isOn(.cancelBudgetIgnored) { cancels.count(at: uptime) }
    }

    /// - Parameter wait: what Graph asks for; nil when it did not say.
    mutating func turnedAway(for wait: Duration?, at uptime: Duration, jitter: Double, _ limits: LaneLimits) {
        if PlantedFault.isOn(.coolDownIgnored) { return }
        let wait = PlantedFault.isOn(.retryAfterIgnored) ? nil : wait
        // Those that were on their way when it was found out are no news.
        if coolsUntil <= uptime { failures += 1 }
        coolsUntil = max(coolsUntil, uptime + (wait ?? limits.backoff(afterFailure: failures, jitter: jitter)))
    }

    func hasPlace(_ limits: LaneLimits) -> Bool {
        running < limits.inFlightPerMailbox || PlantedFault.isOn(.laneLimitIgnored)
    }

    mutating func answered() { failures = 0 }

    /// A running command may still cancel once, after a few requests: room is kept for each.
    /// - Returns: when the next one may begin, in the past if it may now.
    mutating func opensAt(_ uptime: Duration) -> Duration {
        let turns = PlantedFault.isOn(.budgetOfRunningForgotten) ? 1 : running + 1
        return max(
            coolsUntil, cancels.hasRoom(for: turns, at: uptime),
            requests.hasRoom(for: Self.requestsOfATurn * turns, at: uptime)
        )
    }

    /// Reads, calendar view and cancel.
    private static var requestsOfATurn: Int { 4 }

    var hasNothingToDo: Bool { ready.isEmpty && running == 0 && place == .resting }

    mutating func isIdle(at uptime: Duration) -> Bool {
        hasNothingToDo && coolsUntil <= uptime && cancels.isEmpty(at: uptime) && requests.isEmpty(at: uptime)
    }
}
