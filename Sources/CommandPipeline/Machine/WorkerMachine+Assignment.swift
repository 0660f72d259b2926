import CommandContract
import MeetingCancellation

/// Restoring partitions. ``RestoreStep`` says why the order is what it is.
extension WorkerMachine {
    /// The partitions are ours and paused.
    package mutating func assigned(_ assignments: [Assignment], at moment: Moment) {
        mayForward = true
        for assignment in assignments {
            // Told without a revocation before it, as after a loss that was missed.
            if let former = partitions[assignment.partition]?.assignment { forget([former]) }
            partitions[assignment.partition] = PartitionState(assignment: assignment, window: limits.idempotencyWindow)
            turns.append(assignment.partition)
            act(.countPartitions(assignment))
            act(.startTimer(.restoreAlarm(assignment), limits.restoreAlarm))
        }
        report(.partitionsAssigned(assignments))
        moveOn(moment)
    }

    /// How many partitions the two topics have.
    package mutating func partitionsCounted(
        _ assignment: Assignment, commands: Int32, ledger: Int32, at moment: Moment
    ) {
        guard step(of: assignment) == .counting else { return }
        guard commands == ledger else {
            return fail(.ledgerPartitions(commands: commands, ledger: ledger))
        }
        partitionCount = commands
        partitions[assignment.partition]?.restore = .stabilizing
        act(.readCommittedOffset(assignment))
        moveOn(moment)
    }

    /// - Parameter offset: nil when the group has committed none.
    package mutating func committedOffsetRead(_ assignment: Assignment, _ offset: Int64?, at moment: Moment) {
        guard step(of: assignment) == .stabilizing else { return }
        partitions[assignment.partition]?.restore = .measuring(committed: offset)
        act(.readLedgerEnd(assignment))
        moveOn(moment)
    }

    package mutating func ledgerEndRead(_ assignment: Assignment, _ end: Int64, at moment: Moment) {
        if isDeciding(assignment) {
            return act(.readLedger(assignment, from: partitions[assignment.partition]?.ledgerEnd, to: end))
        }
        guard case .measuring(let committed) = step(of: assignment) else { return }
        partitions[assignment.partition]?.restore = .reading(committed: committed)
        act(.readLedger(assignment, from: nil, to: end))
    }

    package mutating func ledgerEntriesRead(_ assignment: Assignment, _ entries: [LedgerEntry], at moment: Moment) {
        if isDeciding(assignment) { return lookForTransaction(in: entries, of: assignment) }
        guard case .reading = step(of: assignment) else { return }
        let failure = update(assignment) { state -> LedgerRecord.CodingFailure? in
            do throws(LedgerRecord.CodingFailure) {
                for entry in entries {
                    try state.ledger.restore(key: entry.key, value: entry.value, recorded: entry.timestamp)
                }
                return nil
            } catch { return error }
        }
        if let failure = failure ?? nil {
            fail(.ledgerUnreadable(partition: assignment.partition, code: "\(failure)"))
        }
    }

    /// The reader stands at `next`, at or past the end that was asked for.
    package mutating func ledgerRead(_ assignment: Assignment, next: Int64, at moment: Moment) {
        if isDeciding(assignment) {
            partitions[assignment.partition]?.ledgerEnd = next
            transactionDecided(assignment, at: moment)
            return moveOn(moment)
        }
        guard case .reading(let committed) = step(of: assignment) else { return }
        partitions[assignment.partition]?.ledgerEnd = next
        let position = partitions[assignment.partition]?.ledger.position
        if let position, let count = partitionCount, position.partitionCount != count {
            return fail(
                .partitionCountChanged(
                    partition: assignment.partition, written: position.partitionCount, found: count))
        }
        guard !isBehind(position, committed, in: assignment, at: moment) else { return }
        // The offset is the lower one after somebody has reset it, and absent when it has expired: the position knows better.
        let reached = PlantedFault.isOn(.positionForgotten) ? nil : position?.nextOffset
        guard let start = [committed, reached].compactMap({ $0 }).max() else {
            return becomeOwner(assignment, startingAt: nil, at: moment)
        }
        partitions[assignment.partition]?.restore = .checking(start: start)
        act(.readCommandEnd(assignment))
    }

    /// Whether the ledger lacks what the group's offset has passed. A new leader may show too little for a moment, so it is asked
    /// again before the worker stops.
    private mutating func isBehind(
        _ position: LedgerPosition?, _ committed: Int64?, in assignment: Assignment, at moment: Moment
    ) -> Bool {
        guard !limits.acceptsLedgerGap, let committed, committed > position?.nextOffset ?? 0 else { return false }
        let gaps = update(assignment) { state -> Int in
            state.gaps += 1
            return state.gaps
        }
        guard gaps ?? 0 < Self.gapsBelieved else {
            fail(
                .ledgerBehind(
                    partition: assignment.partition, committed: committed, reached: position?.nextOffset))
            return true
        }
        ledgerStepFailed(assignment, code: "ledgerBehind", at: moment)
        return true
    }

    private static let gapsBelieved = 3

    package mutating func commandEndRead(_ assignment: Assignment, _ end: Int64, at moment: Moment) {
        guard case .checking(let start) = step(of: assignment) else { return }
        guard end >= start else {
            return fail(.topicRecreated(partition: assignment.partition, end: end, reached: start))
        }
        becomeOwner(assignment, startingAt: start, at: moment)
    }

    /// A question of the restore, or of deciding a transaction, had no answer.
    package mutating func ledgerStepFailed(_ assignment: Assignment, code: String, at moment: Moment) {
        let isDeciding = isDeciding(assignment)
        let window = limits.idempotencyWindow
        let failures = update(assignment) { state -> Int? in
            guard !state.isRestored || isDeciding else { return nil }
            state.restoreFailures += 1
            if !state.isRestored {
                state.restore = .pausing
                state.ledger = PartitionLedger(window: window)
            }
            return state.restoreFailures
        }
        guard let failures = failures ?? nil else { return }
        report(.restoreFailed(assignment, code: code))
        act(.startTimer(.restore(assignment, number: failures), random.backoff(after: failures)))
    }

    mutating func ledgerPaused(_ assignment: Assignment, number: Int) {
        guard look(assignment, { $0.restoreFailures }) == number else { return }
        if isDeciding(assignment) { return act(.readLedgerEnd(assignment)) }
        guard step(of: assignment) == .pausing else { return }
        partitions[assignment.partition]?.restore = .counting
        act(.countPartitions(assignment))
    }

    mutating func restoreOverdue(_ assignment: Assignment) {
        guard let step = step(of: assignment), step != .done else { return }
        partitions[assignment.partition]?.isOverdue = true
        report(.restoreOverdue(assignment))
    }

    private func step(of assignment: Assignment) -> RestoreStep? { look(assignment) { $0.restore } }

    // MARK: Taking over

    private mutating func becomeOwner(_ assignment: Assignment, startingAt start: Int64?, at moment: Moment) {
        let restored = update(assignment) { state in
            state.restore = .done
            state.isOverdue = false
            state.restoreFailures = 0
            state.progress.began(at: start)
            return state.ledger.takeRestored()
        }
        guard let restored else { return }
        for (identity, open) in restored { goOn(with: open, identity, of: assignment, at: moment) }
        let settled = look(assignment) { $0.ledger.settledCount } ?? 0
        report(
            .partitionRestored(
                assignment, startingAt: start, settled: settled, waiting: restored.count,
                inDoubt: restored.count { $0.1.isAttempting }
            )
        )
        act(.start(assignment, at: start))
        moveOn(moment)
    }

    /// Before anything newly consumed, so that a command keeps its place ahead of later ones for its meeting.
    private mutating func goOn(
        with open: PartitionLedger.Open, _ identity: IdentityHash, of assignment: Assignment, at moment: Moment
    ) {
        let kept = open.command
        let record = ConsumedRecord(
            position: RecordPosition(
                topic: assignment.partition.topic, partition: assignment.partition.partition, offset: kept.offset,
                timestamp: kept.timestamp
            ),
            key: kept.key, value: kept.value, headers: kept.headers
        )
        partitions[assignment.partition]?.inProgress[identity] = kept.offset
        switch PlantedFault.isOn(.rightsNotAskedAgain) ? intake.decideUnasked(record) : intake.decide(record) {
        case .run(let authorized):
            let term = CommandTerm(of: authorized, recorded: record.recorded ?? kept.consumed, limits: limits)
            let staged = StagedCommand(
                authorized: authorized, record: record, consumed: kept.consumed, term: term)
            let process = CancellationProcess(
                authorized, opens: term.opens, deadline: term.deadline, limits: limits.attempt, restoring: kept,
                isInDoubt: open.isAttempting && !PlantedFault.isOn(.doubtForgottenAtRestore)
            )
            var command = ActiveCommand(staged, process: process)
            command.ledger = open.isAttempting ? .attempting : .waiting
            command.restoredAt = moment.uptime
            add(command, to: assignment, at: moment)
        case .withdraw(let withdrawal):
            goOn(with: withdrawal, record, consumed: kept.consumed, of: assignment, at: moment)
        // Nothing without an identity is ever kept.
        case .skip: break
        case .settled(let envelope, let settlement, let key):
            end(open, record, identity, of: assignment, envelope: envelope, settlement, key: key, at: moment)
        case .unproven(let envelope, let settlement, let key):
            end(open, record, identity, of: assignment, envelope: envelope, settlement, key: key, at: moment)
        }
    }

    /// The rights of a kept command were taken away meanwhile, its tenant, or the secret that it was signed with. What may have
    /// happened by then stays unknown.
    private mutating func end(
        _ open: PartitionLedger.Open, _ record: ConsumedRecord, _ identity: IdentityHash, of assignment: Assignment,
        envelope: CommandEnvelope?, _ refusal: Settlement, key: RoutingKey?, at moment: Moment
    ) {
        let isDoubtful = open.isAttempting || (envelope?.replay?.attempts ?? 0) > 0
        var settlement = isDoubtful ? Settlement(.answerLost, detail: refusal.reason.rawValue) : refusal
        settlement.attempts = open.command.attempts
        settle(
            record, identity, open.command.content, of: assignment, envelope: envelope, settlement, key: key,
            consumed: open.command.consumed, at: moment
        )
    }
}
