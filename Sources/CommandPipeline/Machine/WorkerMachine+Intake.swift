import CommandContract
import MeetingCancellation

/// What a consumed record is. Decided on the staged state, since the first record of a command may stand in the same batch.
extension WorkerMachine {
    package mutating func recordsArrived(_ records: [ConsumedRecord], of assignment: Assignment, at moment: Moment) {
        report(.recordsTaken(count: records.count))
        for record in records { take(record, of: assignment, at: moment) }
        moveOn(moment)
    }

    private mutating func take(_ record: ConsumedRecord, of assignment: Assignment, at moment: Moment) {
        guard !isStopping else { return }
        let isNew = update(assignment) { state in
            state.isRestored && !state.isLeaving && state.progress.arrived(record.position, bytes: record.bytes)
        }
        guard isNew == true else { return }
        staged.records += 1
        staged.bytes += record.bytes
        let isBehind = update(assignment) { state in
            guard !state.undecided.isEmpty else { return false }
            state.undecided.append(record)
            return true
        }
        guard isBehind != true else { return }
        if !passesGate(record, of: assignment, at: moment) {
            _ = update(assignment) { $0.undecided.append(record) }
        }
    }

    // MARK: Floods

    /// Decides a record, unless it has to wait: then time is told when to try again.
    private mutating func passesGate(_ record: ConsumedRecord, of assignment: Assignment, at moment: Moment) -> Bool {
        let decision = intake.decide(record)
        let isUndecodable = if case .settled(nil, _, _) = decision { true } else { false }
        let perMinute = limits.undecodablePerMinute
        var turned: Bool?
        let wait = update(assignment) { state -> Duration? in
            if isUndecodable, let wait = state.gate.wait(at: moment.uptime) { return wait }
            let wasFlooded = state.gate.isFlooded
            state.gate.passed(isUndecodable: isUndecodable, at: moment.uptime, perMinute: perMinute)
            if state.gate.isFlooded != wasFlooded { turned = state.gate.isFlooded }
            return nil
        }
        if let turned { report(turned ? .floodBegan(assignment.partition) : .floodEnded(assignment.partition)) }
        if let wait = wait ?? nil {
            act(.startTimer(.gate(assignment), wait))
            return false
        }
        carryOut(decision, record, of: assignment, at: moment)
        return true
    }

    /// One undecodable record may pass, and everything decodable behind it.
    mutating func gateOpened(_ assignment: Assignment, at moment: Moment) {
        guard !isStopping, look(assignment, { $0.isLeaving }) == false else { return }
        while let record = look(assignment, { $0.undecided.first }) ?? nil {
            guard passesGate(record, of: assignment, at: moment) else { return }
            _ = update(assignment) { $0.undecided.removeFirst() }
        }
    }

    // MARK: Deciding

    private mutating func decide(_ record: ConsumedRecord, of assignment: Assignment, at moment: Moment) {
        carryOut(intake.decide(record), record, of: assignment, at: moment)
    }

    private mutating func carryOut(
        _ decision: IntakeDecision, _ record: ConsumedRecord, of assignment: Assignment, at moment: Moment
    ) {
        switch decision {
        case .skip: publish([], [.recordSkipped(record.position)], for: record.position.offset, of: assignment)
        case .settled(nil, let settlement, let key):
            publishAlone(record, of: assignment, envelope: nil, settlement, key: key, isPrimary: true, at: moment)
        case .settled(let envelope?, let settlement, let key):
            if let answer = repetition(envelope, record, of: assignment) {
                return self.answer(answer, record, of: assignment, envelope: envelope, key: key, at: moment)
            }
            // Nobody answers for a source that is not configured: it could fill the ledger.
            guard intake.policy.knows(envelope.identity.source), let content = envelope.content else {
                return publishAlone(
                    record, of: assignment, envelope: envelope, settlement, key: key, isPrimary: true, at: moment)
            }
            settle(
                record, IdentityHash(envelope.identity), content, of: assignment, envelope: envelope, settlement,
                key: key, consumed: moment.now, at: moment
            )
        case .unproven(let envelope, let settlement, let key):
            // Believed once, and settled, before the source's secrets changed: its outcome is out.
            if repetition(envelope, record, of: assignment) == .redelivery {
                return answer(.redelivery, record, of: assignment, envelope: envelope, key: key, at: moment)
            }
            // Not into the ledger and never primary: whoever can write to the topic could use up a source's ids, fill its
            // ledger, and speak of its commands as refused.
            publishAlone(
                record, of: assignment, envelope: envelope, settlement, key: key, isPrimary: false, at: moment)
        case .run(let authorized): begin(authorized, record, of: assignment, at: moment)
        case .withdraw(let withdrawal): withdraw(withdrawal, record, of: assignment, at: moment)
        }
    }

    private mutating func begin(
        _ authorized: AuthorizedCommand, _ record: ConsumedRecord, of assignment: Assignment, at moment: Moment
    ) {
        let envelope = authorized.command.envelope
        let answer = repetition(envelope, record, of: assignment)
        // Another partition's ledger is the right one to ask, unless the record was taken back from its way there before.
        if let home = detour(of: authorized.address.routingKey, record), answer != .redelivery {
            forward(record, of: assignment, to: home)
            guard PlantedFault.isOn(.forwardedAndWorkedOn) else { return }
        }
        if let answer {
            return self.answer(
                answer, record, of: assignment, envelope: envelope, key: authorized.address.routingKey, at: moment)
        }
        let term = CommandTerm(of: authorized, recorded: record.recorded ?? moment.now, limits: limits)
        let staged = StagedCommand(authorized: authorized, record: record, consumed: moment.now, term: term)
        let process = CancellationProcess(
            authorized, opens: term.opens, deadline: term.deadline, limits: limits.attempt)
        let command = ActiveCommand(staged, process: process)
        if wasTakenBack(command, of: assignment, at: moment) { return }
        if collapses(command, of: assignment, at: moment) { return }
        if let refusal = refusal(of: envelope.identity.source, term, at: moment) {
            return settle(
                record, IdentityHash(envelope.identity),
                envelope.content ?? ContentHash(type: envelope.type, data: nil), of: assignment, envelope: envelope,
                Settlement(refusal), key: authorized.address.routingKey, consumed: moment.now, at: moment
            )
        }
        add(command, to: assignment, at: moment)
    }

    /// Only for a record that is known to be new and to stay: what is repeated, forwarded or restored counts nothing.
    private mutating func refusal(of source: String, _ term: CommandTerm, at moment: Moment) -> Refusal? {
        // The ledger would have to keep it, and a person may have meant another year.
        if let opens = term.opens, opens > moment.now + limits.longestHold {
            return Refusal(.fieldInvalid, detail: "data.notBefore, later than limits.longestHold allows")
        }
        return rates.admit(source, at: moment.uptime)
    }

    // MARK: Repetitions

    enum Repetition: Equatable {
        /// The very record that the ledger holds already, delivered again.
        case redelivery
        case settled(SettledCommand)
        case inProgress
        case conflict
        /// So old that its command may have been settled and forgotten.
        case beforeWindow
    }

    func repetition(
        _ envelope: CommandEnvelope, _ record: ConsumedRecord, of assignment: Assignment
    ) -> Repetition? {
        let identity = IdentityHash(envelope.identity)
        let answer = look(assignment) { state -> Repetition? in
            if let offset = state.inProgress[identity], !PlantedFault.isOn(.stagedStateIgnored) {
                if offset == record.position.offset { return .redelivery }
                return state.content(at: offset) == envelope.content ? .inProgress : .conflict
            }
            if PlantedFault.isOn(.settledStateIgnored) { return nil }
            if !PlantedFault.isOn(.redeliveryTakenForNew),
                state.ledger.holds(identity, offset: record.position.offset, timestamp: record.position.timestamp)
            {
                return .redelivery
            }
            if let settled = state.ledger.settled(identity, unread: state.progress.nextOffset) {
                let isSame = settled.content == envelope.content || PlantedFault.isOn(.contentIgnored)
                return isSame ? .settled(settled) : .conflict
            }
            return record.recorded.map(state.ledger.isBeforeWindow) == true ? .beforeWindow : nil
        }
        return answer ?? nil
    }

    mutating func answer(
        _ repetition: Repetition, _ record: ConsumedRecord, of assignment: Assignment, envelope: CommandEnvelope,
        key: RoutingKey?, at moment: Moment
    ) {
        let settlement: Settlement
        switch repetition {
        case .redelivery: return publish([], [], for: record.position.offset, of: assignment)
        case .settled(let settled):
            settlement = Settlement(settled)
        case .inProgress: settlement = Settlement(.duplicateInProgress)
        case .conflict: settlement = Settlement(.idempotencyConflict)
        case .beforeWindow: settlement = Settlement(.expired, detail: "limits.idempotencyWindow")
        }
        if case .beforeWindow = repetition, let content = envelope.content {
            return settle(
                record, IdentityHash(envelope.identity), content, of: assignment, envelope: envelope, settlement,
                key: key, consumed: moment.now, at: moment
            )
        }
        publishAlone(
            record, of: assignment, envelope: envelope, settlement, key: key,
            isPrimary: PlantedFault.isOn(.repetitionIsPrimary), at: moment)
    }

    /// An outcome without a mark in the ledger: it is published when the offset moves over its record, and not before.
    private mutating func publishAlone(
        _ record: ConsumedRecord, of assignment: Assignment, envelope: CommandEnvelope?, _ settlement: Settlement,
        key: RoutingKey?, isPrimary: Bool, at moment: Moment
    ) {
        let entries = composer.entries(
            for: record, envelope: envelope, settlement: settlement, isPrimary: isPrimary, key: key,
            timing: OutcomeTiming(consumed: moment.now, settled: moment.now)
        )
        let report = PipelineEvent.recordSettled(
            record.position, reason: settlement.reason, attempts: settlement.attempts, isPrimary: isPrimary)
        if PlantedFault.isOn(.publishedAheadOfPredecessors) {
            let change = StagedChange(
                offset: record.position.offset, entries: entries, effect: .none, reports: [report])
            _ = update(assignment) { $0.stage(change) }
            return
        }
        publish(entries, [report], for: record.position.offset, of: assignment)
    }

    private mutating func publish(
        _ entries: [CommitBatch.Entry], _ reports: [PipelineEvent], for offset: Int64, of assignment: Assignment
    ) {
        _ = update(assignment) { state in
            state.progress.set(
                .ready(OffsetProgress.Publication(entries: entries, reports: reports)), offset: offset)
        }
    }

    // MARK: Forwards

    func detour(of key: RoutingKey, _ record: ConsumedRecord) -> Int32? {
        RecordRouting.detour(
            of: key, at: record.position, headers: record.headers,
            count: mayForward ? partitionCount : nil
        )
    }

    /// Moves the record in the transaction that moves its offset, so that it is in one of the two places at any time.
    mutating func forward(_ record: ConsumedRecord, of assignment: Assignment, to partition: Int32) {
        let entry = ForwardComposer.entry(for: record, to: partition)
        let position = record.position
        _ = update(assignment) { $0.forwards[position.offset] = record }
        publish([entry], [.recordForwarded(position, to: partition)], for: position.offset, of: assignment)
    }

    /// A forward that the broker never takes (no right to write there, a smaller limit, too old a time) would abort every
    /// transaction for ever and so hold all partitions. So when one was found to be to blame, all are worked on where they
    /// stand: all, since whatever comes now is too and must not overtake them, and in their order, since two may be about one
    /// meeting (promise P6). Only then: taken back for another record's sake, a command would be worked on beside its repetition
    /// in the right partition, whose ledger does not know of it.
    mutating func takeBackForwards(at moment: Moment) {
        mayForward = false
        var count = 0
        for assignment in partitions.values.map(\.assignment).sorted(by: { $0.partition < $1.partition }) {
            let forwards = update(assignment) { state in
                let forwards = state.forwards.sorted { $0.key < $1.key }.map(\.value)
                state.forwards = [:]
                for record in forwards { state.progress.set(.working, offset: record.position.offset) }
                return forwards
            }
            for record in forwards ?? [] {
                count += 1
                decide(record, of: assignment, at: moment)
            }
        }
        report(.forwardsTakenBack(count))
    }
}

extension Settlement {
    /// The outcome again, as far as it is remembered.
    init(_ settled: SettledCommand) {
        self.init(settled.reason, detail: "repeated", evidence: settled.evidence)
        attempts = Int(settled.attempts)
    }
}
