import CommandContract

extension CancellationProcess {
    /// A read has no effect, so its verdict does not matter: only whether another try may help.
    mutating func readFailed(
        _ failure: ExchangeFailure, _ exchange: Exchange, now: Timestamp, jitter: Double
    ) -> Action {
        trace = failure.trace
        if failure.kind == .unauthorized, !renewed { return authorize(exchange, renewing: true) }
        // After a restore, and without the witness: an attempt that was disproved may have taken effect after all.
        if exchange == .read, failure.kind == .notFound, hadAmbiguousAttempt {
            return settle(Settlement(.answerLost, detail: failure.trace.code))
        }
        guard [.throttled, .unavailable, .tokenUnavailable].contains(failure.kind) else {
            return settle(Settlement(OutcomeClassifier.reason(failure), detail: failure.trace.code))
        }
        return tryLater(failure, exchange, now: now, jitter: jitter)
    }

    mutating func cancelFailed(_ failure: ExchangeFailure, now: Timestamp, jitter: Double) -> Action {
        switch failure.verdict {
        case .permanent: return cancelRefused(failure)
        case .ambiguous where PlantedFault.isOn(.ambiguousTakenForRefused):
            return settle(Settlement(OutcomeClassifier.reason(failure), detail: failure.trace.code))
        case .ambiguous where PlantedFault.isOn(.ambiguousSentAgain):
            return tryLater(failure, .cancel, now: now, jitter: jitter)
        case .ambiguous:
            mayInfer = true
            inDoubt = true
            doubts += 1
            sightings = 0
            tries = 0
            return waitForVisibility(atLeast: limits.obeyed(failure.retryAfter))
        case .surelyNotProcessed:
            if failure.kind == .leaseEnded {
                // Nothing has left: the same attempt is written down anew.
                attempts -= 1
                return authorize(.cancel)
            }
            if failure.kind == .unauthorized, !renewed { return authorize(.cancel, renewing: true) }
            guard failure.kind != .unauthorized else {
                return settle(Settlement(OutcomeClassifier.reason(failure), detail: failure.trace.code))
            }
            return tryLater(failure, .cancel, now: now, jitter: jitter)
        }
    }

    /// Graph's clear "no". After an attempt that was disproved, "not found" may mean that it took effect after all, or that
    /// somebody has moved the meeting meanwhile, so the calendar is asked. When the id was gone at the last look already while
    /// the calendar showed the meeting, it was moved, and still stands.
    private mutating func cancelRefused(_ failure: ExchangeFailure) -> Action {
        if failure.kind == .notFound, !idIsGone, PlantedFault.isOn(.notFoundTakenForCancelled) {
            return settle(Settlement(.cancelled, evidence: .inferred))
        }
        if failure.kind == .notFound, hadAmbiguousAttempt, !idIsGone {
            inDoubt = true
            sightings = 0
            tries = 0
            return waitForVisibility(atLeast: nil)
        }
        return settle(Settlement(OutcomeClassifier.reason(failure), detail: failure.trace.code))
    }

    /// Graph may still show the meeting for V after it acted, so a look-up before V proves nothing.
    private mutating func waitForVisibility(atLeast retryAfter: Duration?) -> Action {
        hadAmbiguousAttempt = true
        renewed = false
        phase = .waiting(.confirmByID)
        let allowance = PlantedFault.isOn(.visibilityNotWaitedFor) ? .zero : limits.visibilityAllowance
        return .wait(max(retryAfter ?? .zero, allowance))
    }

    mutating func confirmedByID(
        _ answer: Result<MeetingSnapshot, ExchangeFailure>, now: Timestamp, jitter: Double
    ) -> Action {
        if case .success(let meeting) = answer { witness = witness ?? meeting }
        switch answer {
        case .success(let meeting) where meeting.isCancelled:
            return settle(Settlement(.cancelled, evidence: .observed))
        case .success where PlantedFault.isOn(.presentByIDAlone):
            inDoubt = false
            return authorize(.cancel)
        case .success: return askCalendar(idIsGone: false)
        case .failure(let failure) where failure.kind == .notFound && PlantedFault.isOn(.goneByIDAlone):
            return settle(Settlement(.cancelled, evidence: .inferred))
        case .failure(let failure) where failure.kind == .notFound:
            trace = failure.trace
            guard witness != nil else { return settle(Settlement(.answerLost, detail: failure.trace.code)) }
            return askCalendar(idIsGone: true)
        case .failure(let failure):
            return readFailed(failure, .confirmByID, now: now, jitter: jitter)
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
            return settle(idIsGone && mayInfer ? Settlement(.cancelled, evidence: .inferred) : Settlement(.answerLost))
        }
        sightings += 1
        if sightings < 2, !PlantedFault.isOn(.oneSightingIsEnough) { return waitForVisibility(atLeast: nil) }
        inDoubt = false
        guard doubts < limits.tries else { return settle(Settlement(.graphUnavailable)) }
        tries = 0
        return authorize(isJudged ? .cancel : .read)
    }
}
