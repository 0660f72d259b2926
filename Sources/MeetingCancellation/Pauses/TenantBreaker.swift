import CommandContract
import DequeModule

/// Holds the commands of one credential holder while all of them would fail for the same reason: consent that was taken back,
/// a secret that has expired, licences that are gone. Somebody mends it, and the commands that waited go on.
///
/// One command at a time shows whether it is mended.
struct TenantBreaker: Sendable {
    enum State: Sendable, Equatable {
        case closed
        case open(until: Duration)
        /// The time is over; the next command is the probe.
        case due
        case probing(until: Duration)
    }

    enum Change: Sendable, Equatable { case opened, reopened, closed }

    private(set) var state = State.closed
    /// What all of them failed with.
    private(set) var failure: OutcomeReason?
    /// Uptime since when they are held.
    private(set) var since = Duration.zero
    private var recent: Deque<(reason: OutcomeReason, mailbox: String, at: Duration)> = []
    private var probes = 0

    /// Failures that every command of the holder has in common, until a person does something.
    static let failures: Set<OutcomeReason> = [
        .accessDenied, .consentMissing, .credentialInvalid, .mailboxUnavailable, .permissionMissing,
    ]
    /// Of them, those that no mailbox can be the cause of: no token was had.
    private static let beforeGraph: Set<OutcomeReason> = [.consentMissing, .credentialInvalid, .permissionMissing]
    /// They tell nothing of the holder's rights: the clock alone says some of them.
    private static let silent: Set<OutcomeReason> = [
        .throttledOut, .graphUnavailable, .tenantPaused, .answerLost, .expired, .meetingStarted, .withdrawn,
    ]

    var isHolding: Bool { state != .closed && !PlantedFault.isOn(.breakerIgnored) }

    /// A command of the holder is about to end.
    mutating func ended(
        _ reason: OutcomeReason, in mailbox: String, isProbe: Bool, at uptime: Duration, _ limits: BreakerLimits
    ) -> Change? {
        guard !Self.silent.contains(reason) else {
            if isProbe, isHolding { state = .open(until: uptime + limits.pause(afterProbes: probes)) }
            return nil
        }
        if isHolding {
            guard reason == failure || Self.beforeGraph.contains(reason) else {
                // One that was on its way when the others were held has no less to say than a probe; it is the first that counts
                // anew.
                self = TenantBreaker()
                recent = [(reason, mailbox, uptime)]
                return .closed
            }
            guard isProbe else { return nil }
            // Another one is no better: a secret may expire while consent is missing.
            failure = reason
            probes += 1
            state = .open(until: uptime + limits.pause(afterProbes: probes))
            return .reopened
        }
        return opened(by: reason, in: mailbox, at: uptime, limits) ? .opened : nil
    }

    private mutating func opened(
        by reason: OutcomeReason, in mailbox: String, at uptime: Duration, _ limits: BreakerLimits
    ) -> Bool {
        recent.append((reason, mailbox, uptime))
        while let oldest = recent.first, recent.count > limits.recent || oldest.at + limits.span < uptime {
            recent.removeFirst()
        }
        guard Self.failures.contains(reason) else { return false }
        let equal = recent.count { $0.reason == reason }
        guard equal >= limits.failures, Double(equal) >= limits.share * Double(recent.count) else { return false }
        // One mailbox that is gone is not its tenant.
        let mailboxes = Set(recent.filter { $0.reason == reason }.map(\.mailbox))
        guard mailboxes.count >= limits.mailboxes else { return false }
        recent = []
        probes = 0
        failure = reason
        since = uptime
        state = .open(until: uptime + limits.pause)
        return true
    }

    mutating func timePassed(to uptime: Duration) {
        switch state {
        case .open(let until) where until <= uptime, .probing(let until) where until <= uptime: state = .due
        default: break
        }
    }

    /// A command that waits was sent to be the probe; if it never has a turn, another follows.
    mutating func probeSent(at uptime: Duration, _ limits: BreakerLimits) {
        state = .probing(until: uptime + limits.probeBound)
    }

    /// - Returns: whether the command that asks goes as the probe.
    mutating func takesProbe(at uptime: Duration, _ limits: BreakerLimits) -> Bool {
        timePassed(to: uptime)
        guard state == .due else { return false }
        state = .probing(until: uptime + limits.probeBound)
        return true
    }

    /// When it is to be looked at again.
    var due: Duration? {
        switch state {
        case .open(let until), .probing(let until): until
        case .closed, .due: nil
        }
    }
}
