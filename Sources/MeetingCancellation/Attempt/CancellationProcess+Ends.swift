import CommandContract

/// Trying later, and the end.
extension CancellationProcess {
    /// The exchange itself failed: the next try is a new one, not the repeat of a 401.
    mutating func tryLater(_ failure: ExchangeFailure, _ exchange: Exchange, now: Timestamp, jitter: Double) -> Action {
        renewed = false
        let end = Settlement(OutcomeClassifier.reason(failure), detail: failure.trace.code)
        return pause(failure.retryAfter, before: exchange, now: now, jitter: jitter, otherwise: end)
    }

    /// Waits for another try as long as there is time for it: a request that would have to wait beyond the deadline is never
    /// made. A doubt has its last look at the deadline, unless Graph has asked for more patience, and a few after it: the meeting
    /// may be cancelled, and nobody would know.
    mutating func pause(
        _ retryAfter: Duration?, before exchange: Exchange, now: Timestamp, jitter: Double, otherwise end: Settlement
    ) -> Action {
        tries += 1
        lastFailure = end
        var wait = max(limits.obeyed(retryAfter) ?? .zero, limits.backoff(afterTry: tries, jitter: jitter))
        if inDoubt {
            guard now < deadline || tries < limits.tries else { return settle(end) }
            if now < deadline, retryAfter == nil { wait = min(wait, deadline - now) }
        } else {
            guard now + wait < deadline else { return settle(end) }
        }
        phase = .waiting(exchange)
        return .wait(wait)
    }

    /// An answer to a question not asked is a bug of the shell. It must not pass for knowledge about the meeting, so the
    /// command ends in a person's hands rather than the process ending in a trap, which a restart would repeat for ever.
    mutating func unexpected() -> Action {
        inDoubt = inDoubt || attempts > 0
        return settle(Settlement(.answerLost, detail: "internal: unexpected answer"))
    }

    mutating func settle(_ wanted: Settlement) -> Action {
        var settlement = wanted
        let untouched = wanted.reason.status != .cancelled && wanted.reason.status != .unresolved
        if inDoubt, untouched, !PlantedFault.isOn(.doubtEndsUntouched) {
            settlement = Settlement(.answerLost, detail: wanted.reason.rawValue)
        }
        settlement.advice = settlement.advice ?? authorized.advice.text(for: settlement.reason)
        let address = authorized.address
        var meeting = MeetingFacts(
            cloud: address.cloud, tenant: address.tenantID, mailbox: address.mailbox, eventID: address.eventID
        )
        meeting.iCalUId = witness?.iCalUId
        meeting.type = witness?.kind.rawValue
        meeting.start = witness?.start
        settlement.meeting = meeting
        settlement.attempts = max(attempts, answeredAttempt)
        settlement.graph = trace
        phase = .settled
        return .settle(settlement)
    }

    /// It was about to end by a failure that it shares with all commands of its tenant: it begins anew when that is mended.
    /// - Returns: false when a request may have acted: then it ends as it was told.
    package mutating func putBack() -> Bool {
        guard phase == .settled, !inDoubt else { return false }
        tries = 0
        renewed = false
        phase = .waiting(.read)
        return true
    }

    /// Its deadline has passed while it was held.
    package mutating func pausedOut(_ cause: PauseCause) -> Action {
        settle(Settlement(.tenantPaused, detail: cause.detail))
    }
}
