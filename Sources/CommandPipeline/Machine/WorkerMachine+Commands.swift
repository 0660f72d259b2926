package import CommandContract
package import MeetingCancellation

/// One command's way through its machine, and what the ledger is told of it.
extension WorkerMachine {
    mutating func add(_ command: ActiveCommand, to assignment: Assignment, at moment: Moment) {
        let id = CommandID(assignment: assignment, offset: command.staged.record.position.offset)
        _ = update(assignment) { $0.add(command) }
        let isBehind = lanes.enqueue(id, lane: command.lane, owner: assignment, start: command.start)
        // Nobody knows how long the one before it takes; the partition's offset must not wait for it.
        if PlantedFault.isOn(.laneNotStaged) {
            if isBehind, command.ledger == .absent { stageWaiting(id, resumesAt: nil) }
            return
        }
        if isBehind, command.ledger == .absent { stageLane(command.lane, of: assignment, at: moment) }
    }

    /// A restored command runs before everything that is consumed anew, so the ledger must not hold a command without those
    /// before it (promise P6).
    mutating func stageLane(_ lane: MeetingLane, of assignment: Assignment, at moment: Moment) {
        let limits = limits
        guard look(assignment, { $0.hasRoom(limits) }) == true else { return }
        // Whatever stands before one that is kept is kept too, so that nobody walks the whole lane for each that comes.
        let absent = lanes.lastJobs(in: lane) { id in
            id.assignment != assignment || look(assignment, { $0.commands[id.offset]?.ledger }) == .absent
        }
        for id in absent where id.assignment == assignment {
            let resumesAt = look(assignment) { $0.commands[id.offset]?.knownWait } ?? nil
            stageWaiting(id, resumesAt: resumesAt.map(moment.time))
            // Full: whoever comes behind stays out too.
            guard look(assignment, { $0.commands[id.offset]?.ledger }) != .absent else { return }
        }
    }

    // MARK: Answers

    package mutating func permissionAnswered(
        _ id: CommandID, _ answer: Result<TokenGrant, PermissionFailure>, at moment: Moment
    ) {
        step(id, at: moment) { $0.permissionAnswered(answer, now: moment.now, jitter: $1) }
        endLingering(id)
        moveOn(moment)
    }

    package mutating func meetingRead(
        _ id: CommandID, _ answer: Result<MeetingSnapshot, ExchangeFailure>, at moment: Moment
    ) {
        heard(answer, of: id, at: moment)
        step(id, at: moment) { $0.meetingRead(answer, now: moment.now, jitter: $1) }
        moveOn(moment)
    }

    package mutating func calendarRead(
        _ id: CommandID, _ answer: Result<[MeetingSnapshot], ExchangeFailure>, at moment: Moment
    ) {
        heard(answer, of: id, at: moment)
        step(id, at: moment) { $0.calendarRead(answer, now: moment.now, jitter: $1) }
        moveOn(moment)
    }

    package mutating func cancelAnswered(
        _ id: CommandID, _ answer: Result<GraphTrace, ExchangeFailure>, at moment: Moment
    ) {
        heard(answer, of: id, at: moment)
        step(id, at: moment) { $0.cancelAnswered(answer, now: moment.now, jitter: $1) }
        moveOn(moment)
    }

    mutating func commandWaited(_ id: CommandID, number: Int, at moment: Moment) {
        guard look(id.assignment, { $0.commands[id.offset]?.timers }) == number else { return }
        resume(id)
    }

    /// Its wait is over, by time or before.
    /// - Returns: the command as it waited; nil when it did not.
    @discardableResult
    mutating func resume(_ id: CommandID) -> ActiveCommand? {
        let waiting = update(id.assignment) { state -> ActiveCommand? in
            guard let command = state.commands[id.offset], case .suspended = command.place else { return nil }
            state.commands[id.offset]?.place = .queued
            state.commands[id.offset]?.isInSeries = false
            state.commands[id.offset]?.isParked = false
            state.parked.remove(id.offset)
            return command
        }
        guard let command = waiting ?? nil else { return nil }
        lanes.resumed(command.lane, start: command.start)
        return command
    }

    /// It goes on before its time.
    mutating func wake(_ id: CommandID) {
        if resume(id)?.dueAt != nil { act(.endTimer(id)) }
    }

    /// The transaction with its attempt is committed, so its request may go, within the lease.
    mutating func intentCommitted(_ id: CommandID, latestStart: Duration, at moment: Moment) {
        _ = update(id.assignment) { $0.commands[id.offset]?.latestStart = latestStart }
        step(id, at: moment) { process, _ in process.intentCommitted(now: moment.now) }
    }

    mutating func step(
        _ id: CommandID, at moment: Moment, _ body: (inout CancellationProcess, Double) -> CancellationProcess.Action
    ) {
        let jitter = random.next()
        let action = update(id.assignment) { state -> CancellationProcess.Action? in
            state.commands[id.offset]?.answered(jitter, body)
        }
        guard let action = action ?? nil else { return }
        perform(action, for: id, at: moment)
    }

    // MARK: Acting

    mutating func perform(_ action: CancellationProcess.Action, for id: CommandID, at moment: Moment) {
        guard let command = look(id.assignment, { $0.commands[id.offset] }) ?? nil else { return }
        let isLeaving = look(id.assignment) { $0.isLeaving } ?? true
        if isLeaving, !action.isRequest { return finishLeaving(action, command, id, at: moment) }
        if action.asksGraph, isHeld(id, before: action, at: moment) { return }
        if action.asksGraph, isCollapsed(id, command, at: moment) { return }
        if action == .obtainPermission, joinsSeries(id, command, at: moment) { return }
        if action.asksGraph, let wait = lanes.wait(before: command.lane.mailbox, at: moment.uptime) {
            _ = update(id.assignment) { $0.commands[id.offset]?.held = action }
            return suspend(id, command, for: wait, at: moment)
        }
        if action.isRead { lanes.requestSent(command.lane.mailbox, isCancel: false, at: moment.uptime) }
        let address = command.staged.authorized.address
        switch action {
        case .obtainPermission: act(.obtainPermission(id, address))
        case .readMeeting:
            _ = update(id.assignment) { $0.commands[id.offset]?.reads += 1 }
            // A look-up asks what became of the meeting; what it was is decided.
            let countsAttendees = !command.staged.authorized.allowsAppointments && !command.process.mayHaveActed
            let identity = request(.read, command.reads + 1, of: command)
            act(.readMeeting(id, address, countsAttendees: countsAttendees, identity))
        case .readCalendar(let start):
            _ = update(id.assignment) { $0.commands[id.offset]?.lookUps += 1 }
            act(.readCalendar(id, address, around: start, request(.lookUp, command.lookUps + 1, of: command)))
        case .commitIntent:
            stageAttempt(id)
            if PlantedFault.isOn(.requestBeforeCommit) {
                intentCommitted(id, latestStart: moment.uptime + limits.attempt.requestLease, at: moment)
            }
        case .sendCancel(let attempt): send(attempt, of: command, id, at: moment)
        case .wait(let duration): suspend(id, command, for: duration, at: moment)
        case .settle(let settlement):
            if isPutBack(settlement, id, command, at: moment) { return }
            settle(id, command, settlement, at: moment)
        }
    }

    private mutating func send(_ attempt: Int, of command: ActiveCommand, _ id: CommandID, at moment: Moment) {
        let isLeaving = look(id.assignment) { $0.isLeaving } ?? true
        // The deadline may end before the lease does.
        let untilDeadline = moment.uptime + (command.staged.deadline - moment.now)
        var latestStart = command.latestStart.map { min($0, untilDeadline) }
        if PlantedFault.isOn(.requestWithoutIntent) || PlantedFault.isOn(.leaseIgnored) {
            latestStart = moment.uptime + .seconds(3600)
        }
        // A mailbox that was turned away meanwhile is asked later, with the attempt written down anew.
        let mustWait = lanes.wait(before: command.lane.mailbox, at: moment.uptime) != nil
        let authorized = command.staged.authorized
        let isPaused =
            pauses.order(for: authorized.command.envelope.identity.source, in: authorized.address.tenantID) != nil
        guard !isLeaving, !mustWait, !isPaused, let latestStart, moment.uptime < latestStart else {
            let ended = ExchangeFailure(kind: .leaseEnded, verdict: .surelyNotProcessed)
            return step(id, at: moment) { $0.cancelAnswered(.failure(ended), now: moment.now, jitter: $1) }
        }
        lanes.requestSent(command.lane.mailbox, isCancel: true, at: moment.uptime)
        act(
            .sendCancel(
                id, command.staged.authorized.address, comment: command.staged.authorized.command.comment,
                request(.cancel, attempt, of: command), latestStart: latestStart
            )
        )
    }

    /// - Parameters:
    ///   - duration: nil when no time ends it.
    ///   - isKnown: it goes on when the time is over, and not before; else something else may end the wait.
    mutating func suspend(
        _ id: CommandID, _ command: ActiveCommand, for duration: Duration?, isKnown: Bool = true, at moment: Moment
    ) {
        // In doubt, the ledger's attempt must stand: whoever restores it has to look first. The doubt that a replay brings along
        // stands in its record.
        let isWritten = !isKnown && command.ledger == .waiting
        if !isWritten,
            !command.process.mayHaveActed || command.ledger != .attempting
                || PlantedFault.isOn(.waitingWrittenWhileInDoubt)
        {
            stageWaiting(id, resumesAt: isKnown ? duration.map { moment.now + $0 } : nil)
        }
        _ = update(id.assignment) { state in
            state.commands[id.offset]?.timers += 1
            state.commands[id.offset]?.suspend(for: duration, at: moment.uptime)
        }
        lanes.suspended(command.lane)
        if PlantedFault.isOn(.waitingGivesUpItsTurn) { lanes.left(command.lane) }
        if let duration { act(.startTimer(.command(id, number: command.timers + 1), duration)) }
    }

    private func request(
        _ purpose: RequestIdentity.Purpose, _ number: Int, of command: ActiveCommand
    ) -> RequestIdentity {
        RequestIdentity(
            command: command.staged.authorized.command.envelope.identity, purpose: purpose, number: number)
    }

    // MARK: Ledger

    /// From now on the command survives without its record. Beyond the partition's bound it stays out of the ledger, and holds
    /// the offset back.
    mutating func stageWaiting(_ id: CommandID, resumesAt: Timestamp?) {
        let limits = limits
        let taken = transaction.taken[id.assignment]?.changes ?? 0
        _ = update(id.assignment) { state in
            guard let command = state.commands[id.offset] else { return }
            guard command.ledger != .absent || state.hasRoom(limits) else { return }
            let kept = command.process.kept(command.kept, resumesAt: resumesAt)
            if PlantedFault.isOn(.waitingCommandNotKept) {
                state.stage(StagedChange(offset: id.offset, entries: [], effect: .none, reports: []))
            } else {
                state.stageWaiting(kept, of: command, after: taken)
            }
            state.mark(id.offset, .waiting)
        }
    }

    private mutating func stageAttempt(_ id: CommandID) {
        _ = update(id.assignment) { state in
            guard let command = state.commands[id.offset] else { return }
            state.stage(.attempting(command.process.kept(command.kept)), .send, of: command)
            state.commands[id.offset]?.waitingChange = nil
            state.mark(id.offset, .attempting)
        }
    }

    /// - Parameter lingers: as for ``drop(_:lingers:)``.
    mutating func settle(
        _ id: CommandID, _ command: ActiveCommand, _ wanted: Settlement, lingers: Bool = false, at moment: Moment
    ) {
        let known = look(id.assignment) { $0.ledger.cancelled(command.meeting)?.meeting } ?? nil
        let settlement = known?.explains(wanted) ?? wanted
        var ending = ending(
            command.staged.record, command.identity, command.content, of: id.assignment,
            envelope: command.staged.authorized.command.envelope, settlement,
            key: command.staged.authorized.address.routingKey, consumed: command.staged.consumed, at: moment
        )
        ending.meeting = CancelledMeeting(settlement, of: command.staged.authorized)
        _ = update(id.assignment) { $0.settle(ending) }
        let followers = followers(of: id, command, cancelled: ending.meeting != nil)
        drop(id, lingers: lingers)
        for follower in followers { follow(ending.meeting, follower, at: moment) }
    }

    /// The ledger cannot take the command, so it is not attempted.
    mutating func refuse(_ id: CommandID, _ command: ActiveCommand, at moment: Moment) {
        var settlement = Settlement(.tooLarge, detail: "the ledger does not take it")
        // An attempt that was staged is none: it never stood in the ledger.
        var process = command.process
        process.intentTakenBack()
        settlement.attempts = process.attempts
        settle(id, command, settlement, lingers: command.process.isAsking, at: moment)
    }

    /// Stages the end of a command: its ledger record, its outcome and, for some, its dead letter.
    mutating func settle(
        _ record: ConsumedRecord, _ identity: IdentityHash, _ content: ContentHash, of assignment: Assignment,
        envelope: CommandEnvelope?, _ settlement: Settlement, key: RoutingKey?, consumed: Timestamp, at moment: Moment
    ) {
        let ending = ending(
            record, identity, content, of: assignment, envelope: envelope, settlement, key: key, consumed: consumed,
            at: moment
        )
        _ = update(assignment) { $0.settle(ending) }
    }

    func ending(
        _ record: ConsumedRecord, _ identity: IdentityHash, _ content: ContentHash, of assignment: Assignment,
        envelope: CommandEnvelope?, _ settlement: Settlement, key: RoutingKey?, consumed: Timestamp, at moment: Moment
    ) -> CommandEnding {
        // The window counts by the broker's time, which a slow clock here must not be before.
        let time = max(moment.now, (look(assignment) { $0.ledger.time } ?? nil) ?? moment.now)
        return CommandEnding(
            identity: identity,
            settled: SettledCommand(
                content: content, offset: record.position.offset, timestamp: record.position.timestamp,
                settled: time, reason: settlement.reason, evidence: settlement.evidence,
                attempts: settlement.attempts
            ),
            outcome: composer.entries(
                for: record, envelope: envelope, settlement: settlement, isPrimary: true, key: key,
                timing: OutcomeTiming(consumed: consumed, settled: moment.now)
            ),
            report: .recordSettled(
                record.position, reason: settlement.reason, attempts: settlement.attempts, isPrimary: true)
        )
    }

    // MARK: Leaving

    /// The command is no longer worked on here; what the ledger says of it stands.
    /// - Parameter lingers: what was asked for it is still under way, and its turn ends with the answer.
    mutating func drop(_ id: CommandID, lingers: Bool = false) {
        guard let command = update(id.assignment, { $0.removeCommand(id.offset) }) ?? nil else { return }
        switch command.place {
        case .queued: lanes.forget(in: command.lane) { $0 == id }
        case .running where lingers && !PlantedFault.isOn(.turnFreedTooEarly):
            _ = update(id.assignment) { $0.lingering[id.offset] = command.lane }
        case .running: lanes.finished(command.lane)
        case .suspended:
            lanes.left(command.lane)
            if command.dueAt != nil { act(.endTimer(id)) }
        }
    }

    /// The partition is being given up. What is known is told; a request that surely did nothing is taken out of the ledger's
    /// doubt, so that the next owner need not look it up.
    private mutating func finishLeaving(
        _ action: CancellationProcess.Action, _ command: ActiveCommand, _ id: CommandID, at moment: Moment
    ) {
        switch action {
        case .settle(let settlement): return settle(id, command, settlement, at: moment)
        case .wait(let duration) where !command.process.mayHaveActed:
            stageWaiting(id, resumesAt: moment.now + duration)
        default:
            if command.ledger == .attempting, !command.process.mayHaveActed {
                stageWaiting(id, resumesAt: nil)
            }
        }
        noteLeft([id.offset], of: id.assignment, at: moment)
        drop(id)
    }
}

extension CancellationProcess.Action {
    fileprivate var isRequest: Bool { if case .sendCancel = self { true } else { false } }

    fileprivate var isRead: Bool {
        switch self {
        case .readMeeting, .readCalendar: true
        default: false
        }
    }

    /// Can be put off without anything being written down; asking for permission comes right before a request.
    fileprivate var asksGraph: Bool { isRead || self == .obtainPermission }
}
