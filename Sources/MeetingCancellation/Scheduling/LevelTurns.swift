import DequeModule

/// A tenant or a cloud, as its mailboxes share it.
struct LevelTurns: Sendable {
    private enum State: Sendable, Equatable {
        case open
        /// Nothing begins before, by Graph's word or for want of an answer.
        case cooling(until: Duration)
        /// The time is over; one command goes first, to see whether the others may follow.
        case due
        /// It went. Others wait for its answer, and no longer than that.
        case probing(until: Duration)
    }

    var running = 0
    /// Mailboxes that wait for the running ones of this level to become fewer.
    var parked: Deque<MailboxLane> = []
    private var state = State.open
    private var failures = 0
    /// Who was turned away lately, in the order of time.
    private var turnedAway: Deque<(member: String, at: Duration)> = []

    /// Nothing begins before; zero when nothing is held back.
    var opensAt: Duration {
        switch state {
        case .open, .due: .zero
        case .cooling where PlantedFault.isOn(.levelNeverOpens): .seconds(86_400)
        case .cooling(let until), .probing(let until): until
        }
    }

    /// How long requests of commands that run already have to wait: the probe's own may go on.
    func holdsRunning(at uptime: Duration) -> Duration? {
        if case .cooling(let until) = state, until > uptime { until } else { nil }
    }

    var isIdle: Bool { running == 0 && parked.isEmpty && state == .open && turnedAway.isEmpty }

    var isProbing: Bool { if case .probing = state { true } else { false } }

    /// - Parameters:
    ///   - member: a mailbox of the tenant, or a tenant of the cloud.
    ///   - wait: what Graph asks for; nil when it did not say.
    /// - Returns: whether so many were turned away that the level itself is meant.
    mutating func turnedAway(
        _ member: String, for wait: Duration?, at uptime: Duration, jitter: Double, _ limits: LaneLimits
    ) -> Bool {
        while let oldest = turnedAway.first, oldest.at + limits.spreadWindow < uptime { turnedAway.removeFirst() }
        if !turnedAway.contains(where: { $0.member == member }) { turnedAway.append((member, uptime)) }
        guard turnedAway.count >= limits.spread || isProbing, !PlantedFault.isOn(.levelNeverCools) else { return false }
        // Those that were on their way when it was found out are no news.
        if holdsRunning(at: uptime) == nil { failures += 1 }
        // That all are meant is a guess, which a probe soon tests; the mailbox itself waits as long as it was told to.
        let until = uptime + min(wait ?? limits.backoff(afterFailure: failures, jitter: jitter), limits.backoffCap)
        state = .cooling(until: max(until, holdsRunning(at: uptime) ?? until))
        return true
    }

    /// Graph has taken a request.
    /// - Returns: whether that lets the others go on.
    mutating func answered() -> Bool {
        turnedAway.removeAll()
        guard isProbing else { return false }
        state = .open
        failures = 0
        return true
    }

    /// A command begins, whose time has come.
    mutating func began(at uptime: Duration, _ limits: LaneLimits) {
        running += 1
        if state != .open { state = .probing(until: uptime + limits.probeBound) }
        if PlantedFault.isOn(.probeNotAwaited) { state = .open }
    }

    /// - Returns: whether it was a probe that has told nothing, so that another may go.
    mutating func ended() -> Bool {
        running -= 1
        guard running == 0, isProbing else { return false }
        state = .due
        return true
    }
}
