import CommandContract

extension CancellationProcess {
    /// A read has no effect, so its verdict does not matter: only whether another try may help.
    mutating func readFailed(_ failure: ExchangeFailure, _ exchange: Exchange, jitter: Double) -> Action {
        trace = failure.trace
        if failure.kind == .unauthorized, !renewed { return authorize(exchange, renewing: true) }
        let mayPass = failure.kind == .throttled || failure.kind == .unavailable
        tries += 1
        guard mayPass, tries < limits.tries, isBearable(failure.retryAfter) else {
            let reason = OutcomeClassifier.reason(failure)
            return settle(Settlement(reason, detail: failure.trace.code))
        }
        return tryLater(failure.retryAfter, exchange, jitter: jitter)
    }

    mutating func cancelFailed(_ failure: ExchangeFailure, jitter: Double) -> Action {
        switch failure.verdict {
        case .permanent: return cancelRefused(failure)
        case .ambiguous:
            inDoubt = true
            sightings = 0
            tries = 0
            return waitForVisibility(atLeast: failure.retryAfter)
        case .surelyNotProcessed:
            if failure.kind == .unauthorized, !renewed { return authorize(.cancel, renewing: true) }
            guard attempts < limits.tries, failure.kind != .unauthorized, isBearable(failure.retryAfter) else {
                return settle(Settlement(OutcomeClassifier.reason(failure), detail: failure.trace.code))
            }
            tries = attempts
            return tryLater(failure.retryAfter, .cancel, jitter: jitter)
        }
    }

    /// Graph's clear "no". After an attempt that was disproved, "not found" means that it took effect after all, unless the
    /// id was gone at the last look already while the calendar showed the meeting: then it was moved, and still stands.
    private mutating func cancelRefused(_ failure: ExchangeFailure) -> Action {
        if failure.kind == .notFound, hadAmbiguousAttempt, !idIsGone {
            return settle(Settlement(.cancelled, evidence: .inferred))
        }
        return settle(Settlement(OutcomeClassifier.reason(failure), detail: failure.trace.code))
    }

    /// Graph may still show the meeting for V after it acted, so a look-up before V proves nothing. A longer `Retry-After` is
    /// cut to the longest wait, not followed for up to a day: a look-up too early costs a read, and this record holds its
    /// partition's offset.
    private mutating func waitForVisibility(atLeast retryAfter: Duration?) -> Action {
        hadAmbiguousAttempt = true
        renewed = false
        phase = .waiting(.confirmByID)
        return .wait(max(min(retryAfter ?? .zero, limits.longestWait), limits.visibilityAllowance))
    }

    mutating func confirmedByID(_ answer: Result<MeetingSnapshot, ExchangeFailure>, jitter: Double) -> Action {
        switch answer {
        case .success(let meeting) where meeting.isCancelled:
            return settle(Settlement(.cancelled, evidence: .observed))
        case .success: return askCalendar(idIsGone: false)
        case .failure(let failure) where failure.kind == .notFound:
            trace = failure.trace
            return askCalendar(idIsGone: true)
        case .failure(let failure):
            return readFailed(failure, .confirmByID, jitter: jitter)
        }
    }

    /// Neither answer by id proves anything alone: an immutable id still resolves in Deleted Items, and an ordinary one is
    /// gone after the organizer has moved the event.
    private mutating func askCalendar(idIsGone: Bool) -> Action {
        guard let witness else { return unexpected() }
        self.idIsGone = idIsGone
        phase = .exchanging(.confirmInCalendar)
        tries = 0
        renewed = false
        return .readCalendar(around: witness.start)
    }

    mutating func confirmedInCalendar(_ entries: [MeetingSnapshot], jitter: Double) -> Action {
        if !entries.isEmpty, entries.allSatisfy(\.isCancelled) {
            return settle(Settlement(.cancelled, evidence: .observed))
        }
        guard !entries.isEmpty else {
            // An id that resolves while the calendar does not show it: deleted, or in another calendar. Nobody may guess.
            return settle(idIsGone ? Settlement(.cancelled, evidence: .inferred) : Settlement(.answerLost))
        }
        sightings += 1
        if sightings < 2 { return waitForVisibility(atLeast: nil) }
        inDoubt = false
        guard attempts < limits.tries else { return settle(Settlement(.graphUnavailable)) }
        tries = 0
        return authorize(.cancel)
    }

    func isBearable(_ retryAfter: Duration?) -> Bool { (retryAfter ?? .zero) <= limits.longestWait }
}
