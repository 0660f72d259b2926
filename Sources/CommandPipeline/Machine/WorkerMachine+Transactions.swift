import CommandContract
import MeetingCancellation

/// The worker's one transaction: what goes into it, and what its end means.
extension WorkerMachine {
    mutating func openLog() {
        transaction.phase = .opening
        act(.openLog)
    }

    /// Whatever an earlier opening left undecided is decided by now.
    package mutating func logOpened(at moment: Moment) {
        guard transaction.phase == .opening else { return }
        report(.logOpened)
        transaction.happened = [:]
        transaction.takenOver = []
        let held = transaction.isUndecided ? transaction.taken.keys.filter(owns) : []
        transaction.phase = .deciding(Set(held))
        for assignment in held.sorted(by: { $0.partition < $1.partition }) { act(.readLedgerEnd(assignment)) }
        endDeciding()
        moveOn(moment)
    }

    package mutating func logOpeningFailed(_ failure: CommitFailure, at moment: Moment) {
        guard transaction.phase == .opening else { return }
        report(.commitFailed(failure))
        if case .fatal = failure, transaction.fatalGuard.failed(at: moment.uptime) { return fail(.refused(failure)) }
        pause(thenOpens: true)
        moveOn(moment)
    }

    /// - Parameter isSearch: a record is looked for by aborted transactions, which no waiting makes better.
    private mutating func pause(thenOpens: Bool, isSearch: Bool = false) {
        transaction.failures += 1
        transaction.timers += 1
        transaction.phase = .pausing(thenOpens: thenOpens)
        let backoff = random.backoff(after: isSearch ? 1 : transaction.failures)
        act(.startTimer(.log(number: transaction.timers), backoff))
    }

    mutating func logPaused(number: Int) {
        guard case .pausing(let thenOpens) = transaction.phase, transaction.timers == number else { return }
        if thenOpens { openLog() } else { transaction.phase = .idle }
    }

    // MARK: Opening

    /// The next batch gathers while one is committed, and goes as soon as that one is through (group commit).
    mutating func openTransaction(_ moment: Moment) {
        guard transaction.phase == .idle else { return }
        var entries: [CommitBatch.Entry] = []
        var offsets: [CommandPartition: Int64] = [:]
        var room = (units: transaction.bisection.limit ?? limits.batchRecords, bytes: PipelineLimits.batchBytes)
        let number = transaction.number + 1
        for partition in turns where room.units > 0 && room.bytes > 0 {
            guard let (assignment, taken) = take(from: partition, room, transaction: number) else { continue }
            transaction.taken[assignment] = taken
            offsets[partition] = taken.nextOffset
            entries.append(contentsOf: taken.entries)
            room.units -= taken.units
            room.bytes -= taken.entries.reduce(0) { $0 + $1.bytes }
        }
        guard !offsets.isEmpty else { return }
        if PlantedFault.isOn(.offsetsOfUntouchedPartitions) {
            for state in partitions.values where offsets[state.partition] == nil {
                offsets[state.partition] = state.progress.nextOffset
            }
        }
        transaction.number = number
        transaction.handedOut = moment.uptime
        transaction.phase = .committing
        act(.commit(CommitBatch(entries: entries, offsets: offsets, assignments: Set(transaction.taken.keys))))
    }

    private mutating func take(
        from partition: CommandPartition, _ room: (units: Int, bytes: Int), transaction number: UInt64
    ) -> (Assignment, PartitionState.Taken)? {
        guard let assignment = partitions[partition]?.assignment, let count = partitionCount else { return nil }
        // While a record is looked for, nothing else comes into its transactions.
        let mayForget = transaction.bisection.limit == nil
        let writer = writer
        let taken = update(assignment) { state -> PartitionState.Taken? in
            guard state.isRestored, !state.isBlocked, state.hasSomethingToCommit else { return nil }
            var taken = state.take(limit: room.units, bytes: room.bytes)
            guard let next = taken.nextOffset, taken.changes + taken.records > 0 || state.wantsTime else { return nil }
            if mayForget { taken.addTombstones(of: &state) }
            let position = LedgerPosition(
                nextOffset: next, partitionCount: count, writer: writer, transaction: number)
            if PlantedFault.isOn(.positionNotWritten) { return taken }
            taken.entries.append(LedgerComposer.entry(.position(position), for: .position, in: partition))
            return taken
        }
        return (taken ?? nil).map { (assignment, $0) }
    }

    // MARK: Ends

    package mutating func batchCommitted(_ receipt: CommitReceipt, at moment: Moment) {
        guard transaction.phase == .committing else { return }
        let taken = transaction.taken
        report(.batchCommitted(records: transaction.records))
        transaction.bisection.committed(units: transaction.units)
        transaction.failures = 0
        var released: [CommandID] = []
        for (assignment, taken) in taken.sorted(by: { $0.key.partition < $1.key.partition }) {
            if let end = receipt.ledgerEnds[assignment.partition.partition] {
                _ = update(assignment) { $0.ledgerEnd = end }
            }
            released += happened(taken, of: assignment, time: receipt.time, at: moment)
        }
        var latestStart = transaction.handedOut + limits.attempt.requestLease
        if PlantedFault.isOn(.leaseFromTheAnswer) { latestStart = moment.uptime + limits.attempt.requestLease }
        // Only now: the next transaction must not open before every partition has let go of what this one held, or it would be
        // committed again.
        transaction.taken = [:]
        transaction.phase = .idle
        takeTurns(Set(taken.keys.map(\.partition)))
        for id in released { intentCommitted(id, latestStart: latestStart, at: moment) }
        moveOn(moment)
    }

    /// A busy partition can fill every batch by itself: the others come first next time. Only once it is committed, since a
    /// bisection has to meet its suspects again.
    private mutating func takeTurns(_ committed: Set<CommandPartition>) {
        turns = turns.filter { !committed.contains($0) } + turns.filter(committed.contains)
    }

    /// What a partition had in the transaction is committed.
    /// - Returns: the commands whose requests may go now.
    private mutating func happened(
        _ taken: PartitionState.Taken, of assignment: Assignment, time: Timestamp?, at moment: Moment
    ) -> [CommandID] {
        let result = update(assignment) { state in
            state.ledger.passed(to: time ?? moment.now)
            return state.committed(taken)
        }
        guard let (changes, reports, done) = result else { return [] }
        release(done)
        for event in reports { report(event) }
        return changes.filter { $0.effect == .send }.map { CommandID(assignment: assignment, offset: $0.offset) }
    }

    package mutating func commitFailed(_ failure: CommitFailure, at moment: Moment) {
        guard transaction.phase == .committing else { return }
        report(.commitFailed(failure))
        switch failure {
        case .aborted(let code, let blame):
            if let blame, !PlantedFault.isOn(.recordNeverBlamed) { blamed(blame, code: code, at: moment) }
            if PlantedFault.isOn(.abortedBatchDropped) {
                for (assignment, taken) in transaction.taken {
                    _ = happened(taken, of: assignment, time: nil, at: moment)
                }
            }
            transaction.taken = [:]
            pause(thenOpens: false, isSearch: blame != nil)
        case .indefinite:
            transaction.isUndecided = true
            openLog()
        case .fatal:
            if transaction.fatalGuard.failed(at: moment.uptime) { return fail(.refused(failure)) }
            transaction.isUndecided = true
            openLog()
        }
        moveOn(moment)
    }

    // MARK: After a commit without an answer

    func isDeciding(_ assignment: Assignment) -> Bool {
        if case .deciding(let assignments) = transaction.phase { assignments.contains(assignment) } else { false }
    }

    /// Every transaction writes its number into the ledger of every partition it touches.
    mutating func lookForTransaction(in entries: [LedgerEntry], of assignment: Assignment) {
        for entry in entries where LedgerKey(entry.key) == .position {
            guard let bytes = entry.value,
                case .position(let position) = try? LedgerRecord(bytes, recorded: entry.timestamp)
            else { continue }
            if position.writer != writer {
                transaction.takenOver.insert(assignment)
            } else if position.transaction == transaction.number {
                transaction.happened[assignment] = .some(entry.timestamp)
            }
        }
    }

    mutating func transactionDecided(_ assignment: Assignment, at moment: Moment) {
        guard case .deciding(var assignments) = transaction.phase else { return }
        assignments.remove(assignment)
        transaction.phase = .deciding(assignments)
        _ = update(assignment) { $0.restoreFailures = 0 }
        var hasHappened = transaction.happened[assignment] != nil
        if PlantedFault.isOn(.undecidedTakenForAborted) { hasHappened = false }
        if PlantedFault.isOn(.undecidedTakenForCommitted) { hasHappened = true }
        report(.commitDecided(assignment, happened: hasHappened))
        let taken = transaction.taken[assignment]
        if transaction.takenOver.contains(assignment), !PlantedFault.isOn(.takenOverIgnored) {
            report(.partitionTakenOver(assignment))
            forget([assignment])
        } else if hasHappened, let taken {
            let latestStart = transaction.handedOut + limits.attempt.requestLease
            let time = transaction.happened[assignment] ?? nil
            for id in happened(taken, of: assignment, time: time, at: moment) {
                intentCommitted(id, latestStart: latestStart, at: moment)
            }
        }
        endDeciding()
    }

    mutating func endDeciding() {
        guard case .deciding(let assignments) = transaction.phase, assignments.isEmpty else { return }
        transaction.taken = [:]
        transaction.isUndecided = false
        transaction.phase = .idle
    }

    // MARK: Records to blame

    private mutating func blamed(_ blame: RecordBlame, code: String, at moment: Moment) {
        guard transaction.bisection.blamed(units: transaction.units),
            let assignment = transaction.taken.first(where: { $0.value.units > 0 })?.key
        else { return }
        transaction.bisection.found()
        if look(assignment, { $0.isForwardFirst }) == true { return takeBackForwards(at: moment) }
        let mayShorten = blame == .content && !PlantedFault.isOn(.recordNeverShortened)
        if mayShorten, shortenFirst(of: assignment, at: moment) { return }
        let offset = update(assignment) { state in
            state.isBlocked = true
            return state.progress.nextOffset
        }
        report(.partitionBlocked(assignment.partition, offset: (offset ?? nil) ?? 0, code: code))
        if PlantedFault.isOn(.blockedForGood) { return }
        act(.startTimer(.unblock(assignment), Self.blockedSpan))
    }

    /// Rights may be given, or a limit raised, and nobody tells.
    private static let blockedSpan: Duration = .seconds(60)

    /// Writes the culprit without what makes it large: a dead letter by its hash; a command that cannot be kept is refused.
    /// - Returns: false when there is nothing to leave out.
    private mutating func shortenFirst(of assignment: Assignment, at moment: Moment) -> Bool {
        guard let first = look(assignment, { $0.pending.first }) ?? nil else {
            return update(assignment) { $0.progress.shortenFirst() } ?? false
        }
        if let shortened = first.shortened {
            _ = update(assignment) { $0.replaceFirstPending(shortened) }
            return true
        }
        let id = CommandID(assignment: assignment, offset: first.offset)
        if let withdrawal = update(assignment, { $0.removeWithdrawal(id.offset) }) ?? nil {
            _ = update(assignment) { $0.unstage(offset: id.offset, after: 0) }
            report(.recordShortened(withdrawal.record.position))
            refuse(withdrawal, of: assignment, at: moment)
            _ = update(assignment) { $0.moveLastPendingToFront() }
            return true
        }
        guard let command = look(assignment, { $0.commands[id.offset] }) ?? nil else {
            // Its command has ended meanwhile, which the ledger may be told without what was before.
            return update(assignment) { $0.emptyFirstPending() } ?? false
        }
        guard !command.process.mayHaveActed else { return false }
        _ = update(assignment) { $0.unstage(offset: id.offset, after: 0) }
        report(.recordShortened(command.staged.record.position))
        refuse(id, command, at: moment)
        // In the place of what it replaces: later commands of its lane may be staged as waiting already, and the ledger must
        // not hold them without it.
        _ = update(assignment) { $0.moveLastPendingToFront() }
        return true
    }
}

extension PartitionState.Taken {
    /// Most of them in one transaction.
    private static let mostTombstones = 500

    /// Those of keys that are used anew are left out: behind the new record they would forget it.
    fileprivate mutating func addTombstones(of state: inout PartitionState) {
        if state.tombstones.isEmpty, let position = state.progress.nextOffset {
            state.tombstones = state.ledger.forgetOldest(
                Self.mostTombstones, before: PlantedFault.isOn(.unreadRecordsForgotten) ? .max : position)
        }
        if !PlantedFault.isOn(.tombstoneBehindNewRecord) {
            state.tombstones.removeAll { state.inProgress[$0] != nil || state.ledger.settled($0) != nil }
        }
        tombstones = state.tombstones.count
        entries.append(
            contentsOf: state.tombstones.map { LedgerComposer.entry(nil, for: .command($0), in: state.partition) })
    }
}
