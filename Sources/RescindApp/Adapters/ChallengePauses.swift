/// Pauses the tenant or account whose every token Graph challenges: the one where Entra gives tokens that do not satisfy Graph.
///
/// ```
/// open ── a token obtained for a challenge is challenged ──→ waiting ── its time is over ──→ probing (one request)
///   ▲                                                           ▲                              │      │
///   │                                                           └── challenged: twice as long ─┘      │
///   └─────────────────────────── Graph accepts the token ─────────────────────────────────────────────┘
/// ```
/// Without it every command would cost Entra a token and Graph a request, and Entra would answer with its loop detection
/// (AADSTS50196). Times are the uptime of the pipeline's clock.
struct ChallengePauses: Sendable {
    struct Limits: Sendable {
        var first: Duration = .seconds(60)
        /// Somebody has to change a policy, which takes hours; and whoever has done it waits no longer than this.
        var longest: Duration = .seconds(30 * 60)
        /// A probe whose command asked for permission must begin its request within this time, else another command probes: its
        /// own may have been refused meanwhile, or have gone to another worker.
        var probeStart: Duration = .seconds(10)
        /// A probe's request ends by itself far earlier. Bounds what a lost one costs.
        var probeEnd: Duration = .seconds(120)
        /// Longest `Retry-After` obeyed after a probe: a server's mistake must not shut a tenant out for a day.
        var longestRetryAfter: Duration = .seconds(3600)
    }

    /// Whether the caller may go on.
    enum Admission: Equatable {
        case open
        /// As the one that finds out; its end must be told.
        case probe
        case held(Duration)
    }

    /// The stable code of the one reason there is.
    static let reason = "claimsNotSatisfied"

    private enum Phase {
        case waiting(until: Duration)
        /// `requests`: its request to Graph has begun.
        case probing(since: Duration, requests: Bool)
    }

    private struct Pause {
        let since: Duration
        var step: Duration
        var phase: Phase
    }

    private let limits: Limits
    private var pauses: [TokenHolder: Pause] = [:]

    init(limits: Limits = Limits()) { self.limits = limits }

    /// A command wants a token to look at.
    mutating func permissionAsked(_ holder: TokenHolder, at now: Duration) -> Admission {
        enter(holder, at: now, requests: false)
    }

    /// A command wants a token for a request to Graph. The one whose permission was the probe's goes on.
    mutating func requestAsked(_ holder: TokenHolder, at now: Duration) -> Admission {
        if case .probing(let since, requests: false) = pauses[holder]?.phase, now < since + limits.probeStart {
            pauses[holder]?.phase = .probing(since: now, requests: true)
            return .probe
        }
        return enter(holder, at: now, requests: true)
    }

    /// A token that was obtained for a challenge is challenged.
    /// - Returns: true when the pause begins with it.
    mutating func challengedAgain(_ holder: TokenHolder, at now: Duration, jitter: Double) -> Bool {
        guard var pause = pauses[holder] else {
            let until = now + wait(limits.first, jitter)
            pauses[holder] = Pause(since: now, step: limits.first, phase: .waiting(until: until))
            return true
        }
        // Already known from another request that was on its way with the same token.
        if case .waiting(let until) = pause.phase, now < until { return false }
        pause.step = min(pause.step * 2, limits.longest)
        pause.phase = .waiting(until: now + wait(pause.step, jitter))
        pauses[holder] = pause
        return false
    }

    /// The probe's request shows that Graph takes the token.
    mutating func probeAccepted(_ holder: TokenHolder) { pauses[holder] = nil }

    /// The probe has found nothing out: no token, no answer, or an answer that is not about the token.
    /// - Parameter retryAfter: what Entra or Graph asks for.
    mutating func probeFailed(_ holder: TokenHolder, retryAfter: Duration?, at now: Duration, jitter: Double) {
        guard var pause = pauses[holder] else { return }
        let asked = min(retryAfter ?? .zero, limits.longestRetryAfter)
        pause.phase = .waiting(until: now + max(asked, wait(pause.step, jitter)))
        pauses[holder] = pause
    }

    /// The probe's request never left: whoever comes next is the probe.
    mutating func probeNotSent(_ holder: TokenHolder, at now: Duration) {
        pauses[holder]?.phase = .waiting(until: now)
    }

    /// How long a request that was turned away should wait; nil when nothing is paused.
    func timeLeft(_ holder: TokenHolder, at now: Duration) -> Duration? {
        switch pauses[holder]?.phase {
        case .waiting(let until): max(.zero, until - now)
        case .probing: limits.probeStart
        case nil: nil
        }
    }

    /// All that are paused, each with its beginning and the end of its wait.
    func paused() -> [(holder: TokenHolder, since: Duration, until: Duration)] {
        pauses.map { holder, pause in
            switch pause.phase {
            case .waiting(let until): (holder, pause.since, until)
            case .probing(let since, _): (holder, pause.since, since)
            }
        }
    }

    private mutating func enter(_ holder: TokenHolder, at now: Duration, requests: Bool) -> Admission {
        let opens: Duration
        switch pauses[holder]?.phase {
        case nil: return .open
        case .waiting(let until): opens = until
        case .probing(let since, requests: false): opens = since + limits.probeStart
        case .probing(let since, requests: true): opens = since + limits.probeEnd
        }
        guard now >= opens else { return .held(timeLeft(holder, at: now) ?? .zero) }
        pauses[holder]?.phase = .probing(since: now, requests: requests)
        return .probe
    }

    /// The upper quarter of a step is drawn, so that several workers do not probe together.
    private func wait(_ step: Duration, _ jitter: Double) -> Duration { step * (0.75 + jitter / 4) }
}
