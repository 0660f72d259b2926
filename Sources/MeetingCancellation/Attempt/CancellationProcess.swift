package import CommandContract

/// One command from its authorization to its outcome, as a machine: answers go in, the next thing to do comes out.
///
/// ```
/// permission → read → guards → permission → cancel ──────────────→ settled
///                                  ▲           │ ambiguous
///                                  │           ▼
///                  present twice ──┴── wait → read → calendar view → settled
/// ```
/// While `inDoubt` (a request may have acted and nothing has disproved it) no outcome may say "untouched": every such end
/// becomes `unresolved` (promise P5).
package struct CancellationProcess: Sendable {
    package enum Action: Sendable, Equatable {
        /// Get a token and tell what it carries.
        case obtainPermission
        case readMeeting
        /// Read the calendar around the meeting's start, series expanded.
        case readCalendar(around: Timestamp)
        case sendCancel(attempt: Int)
        case wait(Duration)
        case settle(Settlement)
    }

    enum Exchange: Sendable, Equatable { case read, cancel, confirmByID, confirmInCalendar }

    enum Phase: Sendable, Equatable {
        case idle
        /// Waiting for a token to do `Exchange` with.
        case authorizing(Exchange)
        case exchanging(Exchange)
        /// Waiting for time; then `Exchange`, with or without asking for permission first.
        case waiting(Exchange)
        case settled
    }

    let authorized: AuthorizedCommand
    let deadline: Timestamp
    let limits: AttemptLimits

    var phase = Phase.idle
    /// Tries of the current exchange.
    var tries = 0
    /// The running exchange repeats the last one with a new token after a 401; that belongs to the same attempt (P3).
    /// Outlives a wait for Entra, since the refused token would come back and the repeat would pass for a new attempt.
    var renewed = false
    var attempts = 0
    var inDoubt = false
    /// Stays true when `inDoubt` is cleared: an attempt disproved by two sightings may, rarely, still take effect.
    var hadAmbiguousAttempt = false
    /// The last look-up by id found nothing; the calendar view has the last word.
    var idIsGone = false
    /// Seen in the calendar view after an ambiguous answer; two sightings disprove the attempt.
    var sightings = 0
    var witness: MeetingSnapshot?
    var trace: GraphTrace?

    /// - Parameter deadline: no request starts at or after it.
    package init(_ authorized: AuthorizedCommand, deadline: Timestamp, limits: AttemptLimits) {
        self.authorized = authorized
        self.deadline = deadline
        self.limits = limits
    }

    /// A request may have acted and nothing has disproved it yet, one in flight included.
    package var mayHaveActed: Bool { inDoubt || phase == .exchanging(.cancel) }

    package mutating func begin(now: Timestamp) -> Action {
        guard now < deadline else { return settle(Settlement(.expired)) }
        return authorize(.read)
    }

    package mutating func permissionAnswered(
        _ answer: Result<TokenGrant, PermissionFailure>, now: Timestamp, jitter: Double
    ) -> Action {
        guard case .authorizing(let exchange) = phase else { return unexpected() }
        switch answer {
        case .success(let grant):
            if let refusal = authorized.permissionCheck.judge(grant, for: authorized.address) {
                return settle(Settlement(refusal))
            }
            return start(exchange, now: now)
        case .failure(let failure):
            if case .unavailable(let retryAfter) = failure, tries + 1 < limits.tries, isBearable(retryAfter) {
                tries += 1
                return pause(retryAfter, before: exchange, jitter: jitter)
            }
            let (reason, detail) = OutcomeClassifier.reason(failure)
            return settle(Settlement(reason, detail: detail))
        }
    }

    package mutating func meetingRead(
        _ answer: Result<MeetingSnapshot, ExchangeFailure>, now: Timestamp, jitter: Double
    ) -> Action {
        switch phase {
        case .exchanging(.read):
            switch answer {
            case .success(let meeting): return judge(meeting, now: now)
            case .failure(let failure): return readFailed(failure, .read, jitter: jitter)
            }
        case .exchanging(.confirmByID): return confirmedByID(answer, jitter: jitter)
        default: return unexpected()
        }
    }

    package mutating func calendarRead(
        _ answer: Result<[MeetingSnapshot], ExchangeFailure>, now: Timestamp, jitter: Double
    ) -> Action {
        guard case .exchanging(.confirmInCalendar) = phase, let witness else { return unexpected() }
        switch answer {
        case .failure(let failure): return readFailed(failure, .confirmInCalendar, jitter: jitter)
        case .success(let entries): return confirmedInCalendar(entries.filter(witness.isShown), jitter: jitter)
        }
    }

    package mutating func cancelAnswered(
        _ answer: Result<GraphTrace, ExchangeFailure>, now: Timestamp, jitter: Double
    ) -> Action {
        guard case .exchanging(.cancel) = phase else { return unexpected() }
        switch answer {
        case .success(let accepted):
            trace = accepted
            return settle(Settlement(.cancelled, evidence: .acknowledged))
        case .failure(let failure):
            trace = failure.trace
            return cancelFailed(failure, jitter: jitter)
        }
    }

    package mutating func waited(now: Timestamp) -> Action {
        guard case .waiting(let exchange) = phase else { return unexpected() }
        switch exchange {
        case .read, .cancel:
            guard now < deadline else { return settle(Settlement(.expired)) }
            return authorize(exchange, renewing: renewed)
        case .confirmByID, .confirmInCalendar:
            // An account may have been given another sign-in meanwhile, and that its mailbox does not hold the meeting would
            // prove nothing.
            if case .delegated = authorized.address.access { return authorize(exchange, renewing: renewed) }
            return renewed ? authorize(exchange, renewing: true) : start(exchange, now: now)
        }
    }

    /// The worker has to let go of the command before it is through.
    /// - Returns: nil when nothing was done: whoever gets the record next starts afresh. Otherwise the doubt is told, because
    ///   the next owner would find the meeting gone and take it for another's doing.
    package mutating func abandoned() -> Settlement? {
        guard mayHaveActed else { return nil }
        inDoubt = true
        guard case .settle(let settlement) = settle(Settlement(.answerLost, detail: "the worker had to stop")) else {
            return nil
        }
        return settlement
    }

    private mutating func judge(_ meeting: MeetingSnapshot, now: Timestamp) -> Action {
        witness = meeting
        if let objection = MeetingGuards(command: authorized.command).objection(to: meeting, now: now) {
            return settle(objection)
        }
        if authorized.command.dryRun { return settle(Settlement(.wouldCancel)) }
        tries = 0
        return authorize(.cancel)
    }

    /// Permission is asked for again before every attempt, since consent can go while a command waits.
    mutating func authorize(_ exchange: Exchange, renewing: Bool = false) -> Action {
        renewed = renewing
        phase = .authorizing(exchange)
        return .obtainPermission
    }

    mutating func start(_ exchange: Exchange, now: Timestamp) -> Action {
        // A look-up goes on beyond the deadline: it ends a doubt, it begins nothing.
        if exchange == .read || exchange == .cancel, now >= deadline { return settle(Settlement(.expired)) }
        if exchange == .cancel, let witness {
            if let late = MeetingGuards(command: authorized.command).lateness(of: witness, now: now) {
                return settle(late)
            }
        }
        phase = .exchanging(exchange)
        switch exchange {
        case .read, .confirmByID: return .readMeeting
        case .confirmInCalendar:
            guard let witness else { return unexpected() }
            return .readCalendar(around: witness.start)
        case .cancel:
            // A repeat after 401 belongs to the same attempt and keeps its client-request-id.
            if !renewed { attempts += 1 }
            return .sendCancel(attempt: attempts)
        }
    }

    /// The exchange itself failed: the next try is a new one, not the repeat of a 401.
    mutating func tryLater(_ retryAfter: Duration?, _ exchange: Exchange, jitter: Double) -> Action {
        renewed = false
        return pause(retryAfter, before: exchange, jitter: jitter)
    }

    mutating func pause(_ retryAfter: Duration?, before exchange: Exchange, jitter: Double) -> Action {
        phase = .waiting(exchange)
        return .wait(max(retryAfter ?? .zero, limits.backoff(afterTry: tries, jitter: jitter)))
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
        if inDoubt, untouched { settlement = Settlement(.answerLost, detail: wanted.reason.rawValue) }
        let address = authorized.address
        var meeting = MeetingFacts(
            cloud: address.cloud, tenant: address.tenantID, mailbox: address.mailbox, eventID: address.eventID
        )
        meeting.iCalUId = witness?.iCalUId
        meeting.type = witness?.kind.rawValue
        meeting.start = witness?.start
        settlement.meeting = meeting
        settlement.attempts = attempts
        settlement.graph = trace
        phase = .settled
        return .settle(settlement)
    }
}
