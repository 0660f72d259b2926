package import CommandContract

/// One command from its authorization to its outcome, as a machine: answers go in, the next thing to do comes out.
///
/// ```
/// permission → read → guards → permission → intent → cancel ──────────────→ settled
///                                  ▲                    │ ambiguous
///                                  │                    ▼
///                  present twice ──┴───────── wait → read → calendar view → settled
/// ```
/// The intent is the ledger's: the request goes only after ``intentCommitted(now:)``. A command restored from the ledger begins
/// at `permission`, or in doubt at `wait`; so does a replay of a command that was attempted, which then still has to be read and
/// judged like any other.
///
/// While `inDoubt` (a request may have acted and nothing has disproved it) no outcome may say "untouched": every such end
/// becomes `unresolved` (promise P5).
package struct CancellationProcess: Sendable {
    package enum Action: Sendable, Equatable {
        /// Get a token and tell what it carries.
        case obtainPermission
        case readMeeting
        /// Read the calendar around the meeting's start, series expanded.
        case readCalendar(around: Timestamp)
        /// Write down that a request may leave, then tell ``CancellationProcess/intentCommitted(now:)``.
        case commitIntent(attempt: Int)
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
        /// Waiting until the attempt is written down.
        case intending
        /// Waiting for time; then `Exchange`, with or without asking for permission first.
        case waiting(Exchange)
        case settled
    }

    let authorized: AuthorizedCommand
    /// Held until then by its sender's or its source's wish.
    package let opens: Timestamp?
    let deadline: Timestamp
    let limits: AttemptLimits

    var phase = Phase.idle
    /// Tries of the current exchange.
    var tries = 0
    /// The running exchange repeats the last one with a new token after a 401; that belongs to the same attempt (P3).
    /// Outlives a wait for Entra, since the refused token would come back and the repeat would pass for a new attempt.
    var renewed = false
    /// Cancel requests that may have left a process.
    package var attempts = 0
    /// The last attempt that Graph has answered: it counts, also when its repeat is written down anew.
    private(set) var answeredAttempt = 0
    var inDoubt = false
    /// Attempts without a clear answer; those before a restart count as one.
    var doubts = 0
    /// Stays true when `inDoubt` is cleared: an attempt disproved by two sightings may, rarely, still take effect.
    var hadAmbiguousAttempt = false
    /// The last look-up by id found nothing; the calendar view has the last word.
    var idIsGone = false
    /// Seen in the calendar view after an ambiguous answer; two sightings disprove the attempt.
    var sightings = 0
    /// The guards have passed it, here or before the attempt that the ledger holds.
    private(set) var isJudged = false
    /// When the guards passed it here.
    private var judgedAt: Timestamp?
    /// An absence may be our own doing. Not for what a replay says of attempts before it: nobody has proven that there were any,
    /// and whoever made it up would have a meeting called cancelled that never existed.
    var mayInfer = true
    var witness: MeetingSnapshot?
    var trace: GraphTrace?
    /// Why it waits for another try: what it ends with when its deadline comes before that.
    var lastFailure: Settlement?
    /// Why it is held, as long as it is.
    var wish: WaitReason?
    /// Restored as waiting: nothing is done before.
    private var resumesAt: Timestamp?

    /// - Parameters:
    ///   - opens: nothing is asked before; at once when nil.
    ///   - deadline: no request starts at or after it.
    package init(
        _ authorized: AuthorizedCommand, opens: Timestamp? = nil, deadline: Timestamp, limits: AttemptLimits
    ) {
        self.authorized = authorized
        self.opens = opens
        self.deadline = deadline
        self.limits = limits
        guard repeatsAttempt else { return }
        inDoubt = true
        hadAmbiguousAttempt = true
        doubts = 1
        mayInfer = false
    }

    /// Goes on with a command that the ledger holds.
    /// - Parameter isInDoubt: it was being attempted: a request of a process that is gone may have acted, and may still be on
    ///   its way.
    package init(
        _ authorized: AuthorizedCommand, opens: Timestamp? = nil, deadline: Timestamp, limits: AttemptLimits,
        restoring kept: KeptCommand, isInDoubt: Bool
    ) {
        self.init(authorized, opens: opens, deadline: deadline, limits: limits)
        attempts = kept.attempts
        witness = kept.witness
        inDoubt = isInDoubt || repeatsAttempt
        hadAmbiguousAttempt = kept.hadAmbiguousAttempt || inDoubt
        doubts = hadAmbiguousAttempt ? 1 : 0
        isJudged = isInDoubt
        mayInfer = isInDoubt || !repeatsAttempt
        resumesAt = isInDoubt ? nil : kept.resumesAt
    }

    /// It was sent for a command before it, of which a request may have left.
    var repeatsAttempt: Bool {
        (authorized.command.envelope.replay?.attempts ?? 0) > 0 && !PlantedFault.isOn(.replayNotLookedUp)
    }

    /// A request may have acted and nothing has disproved it yet, one in flight included.
    package var mayHaveActed: Bool { inDoubt || phase == .exchanging(.cancel) }

    /// As it was read last.
    package var meetingStart: Timestamp? { witness?.start }

    /// A request is in flight.
    package var isSending: Bool { phase == .exchanging(.cancel) }

    /// - Parameter lookUpIn: for a command restored in doubt, how long until nothing of its former owner can act unseen any
    ///   more (``AttemptLimits/firstLookUp`` from the restore on).
    package mutating func begin(now: Timestamp, lookUpIn: Duration = .zero) -> Action {
        if inDoubt {
            // Without a witness nobody can say what an absence means, so nobody looks. A replay's first look gives it one.
            guard witness != nil || repeatsAttempt else { return settle(Settlement(.answerLost)) }
            phase = .waiting(.confirmByID)
            return .wait(max(lookUpIn, opens.map { $0 - now } ?? .zero))
        }
        guard now < deadline else { return settle(Settlement(.expired)) }
        if let opens, opens >= deadline { return settle(Settlement(.expired, detail: "held beyond its deadline")) }
        let held = PlantedFault.isOn(.holdIgnored) ? nil : opens
        if let resumesAt = [resumesAt, held].compactMap(\.self).max(), now < resumesAt {
            phase = .waiting(.read)
            if opens == resumesAt { wish = authorized.command.notBefore == resumesAt ? .notBefore : .hold }
            return .wait(resumesAt - now)
        }
        return authorize(.read)
    }

    /// The attempt is committed; the request may go if it still should.
    package mutating func intentCommitted(now: Timestamp) -> Action {
        guard phase == .intending else { return unexpected() }
        if let objection = lateness(now: now) {
            attempts -= 1
            return settle(objection)
        }
        phase = .exchanging(.cancel)
        return .sendCancel(attempt: attempts)
    }

    /// The attempt was written down nowhere, and is not to be made by this process.
    package mutating func intentTakenBack() {
        guard phase == .intending else { return }
        attempts -= 1
        phase = .idle
    }

    /// What the ledger is to say of the command while it waits or is attempted.
    package func kept(_ command: KeptCommand, resumesAt: Timestamp? = nil) -> KeptCommand {
        var kept = command
        kept.attempts = PlantedFault.isOn(.attemptsForgotten) ? 0 : max(attempts, answeredAttempt)
        kept.hadAmbiguousAttempt = hadAmbiguousAttempt
        kept.resumesAt = resumesAt
        kept.witness = phase == .intending ? witness : nil
        return kept
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
            let (reason, detail) = OutcomeClassifier.reason(failure)
            let end = Settlement(reason, detail: detail)
            guard case .unavailable(let retryAfter) = failure else { return settle(end) }
            return pause(retryAfter, before: exchange, now: now, jitter: jitter, otherwise: end)
        }
    }

    package mutating func meetingRead(
        _ answer: Result<MeetingSnapshot, ExchangeFailure>, now: Timestamp, jitter: Double
    ) -> Action {
        switch phase {
        case .exchanging(.read):
            switch answer {
            case .success(let meeting): return judge(meeting, now: now)
            case .failure(let failure): return readFailed(failure, .read, now: now, jitter: jitter)
            }
        case .exchanging(.confirmByID): return confirmedByID(answer, now: now, jitter: jitter)
        default: return unexpected()
        }
    }

    package mutating func calendarRead(
        _ answer: Result<[MeetingSnapshot], ExchangeFailure>, now: Timestamp, jitter: Double
    ) -> Action {
        guard case .exchanging(.confirmInCalendar) = phase, let witness else { return unexpected() }
        switch answer {
        case .failure(let failure): return readFailed(failure, .confirmInCalendar, now: now, jitter: jitter)
        case .success(let entries): return confirmedInCalendar(entries.filter(witness.isShown), jitter: jitter)
        }
    }

    package mutating func cancelAnswered(
        _ answer: Result<GraphTrace, ExchangeFailure>, now: Timestamp, jitter: Double
    ) -> Action {
        guard case .exchanging(.cancel) = phase else { return unexpected() }
        if case .failure(let failure) = answer, failure.kind == .leaseEnded {} else { answeredAttempt = attempts }
        switch answer {
        case .success(let accepted):
            trace = accepted
            return settle(Settlement(.cancelled, evidence: .acknowledged))
        case .failure(let failure):
            trace = failure.trace
            return cancelFailed(failure, now: now, jitter: jitter)
        }
    }

    package mutating func waited(now: Timestamp) -> Action {
        guard case .waiting(let exchange) = phase else { return unexpected() }
        // The clock may have been put back since.
        if wish != nil, let opens, now < opens { return .wait(opens - now) }
        wish = nil
        switch exchange {
        case .read, .cancel:
            guard now < deadline else { return settle(lastFailure ?? Settlement(.expired)) }
            return authorize(exchange, renewing: renewed)
        case .confirmByID, .confirmInCalendar:
            // An account may have been given another sign-in meanwhile, and that its mailbox does not hold the meeting would
            // prove nothing.
            if case .delegated = authorized.address.access { return authorize(exchange, renewing: renewed) }
            return renewed ? authorize(exchange, renewing: true) : start(exchange, now: now)
        }
    }

    private mutating func judge(_ meeting: MeetingSnapshot, now: Timestamp) -> Action {
        witness = meeting
        lastFailure = nil
        // Restored or read anew after an attempt, or a replay: "cancelled before, no request was sent" would not be true.
        if attempts > 0 || repeatsAttempt, meeting.isCancelled {
            return settle(Settlement(.cancelled, evidence: .observed))
        }
        let guards = MeetingGuards(
            command: authorized.command, allowsAppointments: authorized.allowsAppointments)
        if let objection = guards.objection(to: meeting, now: now) {
            return settle(objection)
        }
        isJudged = true
        judgedAt = now
        if authorized.command.dryRun, !PlantedFault.isOn(.dryRunSends) { return settle(Settlement(.wouldCancel)) }
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
        // It was held meanwhile: what the guards have seen may have changed.
        if exchange == .cancel, !renewed, !hadAmbiguousAttempt, let judgedAt, now >= judgedAt + limits.readAge {
            return start(.read, now: now)
        }
        // A look-up goes on beyond the deadline: it ends a doubt, it begins nothing.
        if exchange == .read, now >= deadline { return settle(lastFailure ?? Settlement(.expired)) }
        if exchange == .cancel {
            if let objection = lateness(now: now) { return settle(objection) }
            // A repeat after 401 belongs to the same attempt and keeps its client-request-id.
            if PlantedFault.isOn(.requestWithoutIntent), !renewed {
                attempts += 1
                phase = .exchanging(.cancel)
                return .sendCancel(attempt: attempts)
            }
            if !renewed {
                attempts += 1
                phase = .intending
                return .commitIntent(attempt: attempts)
            }
        }
        phase = .exchanging(exchange)
        switch exchange {
        case .read, .confirmByID: return .readMeeting
        case .confirmInCalendar:
            guard let witness else { return unexpected() }
            return .readCalendar(around: witness.start)
        case .cancel: return .sendCancel(attempt: attempts)
        }
    }

    /// Why no request may go any more, or nil.
    private func lateness(now: Timestamp) -> Settlement? {
        if now >= deadline, !PlantedFault.isOn(.deadlineIgnored) { return lastFailure ?? Settlement(.expired) }
        return witness.flatMap { MeetingGuards(command: authorized.command).lateness(of: $0, now: now) }
    }
}
