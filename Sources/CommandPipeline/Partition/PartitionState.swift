import CommandContract
import DequeModule
import MeetingCancellation

/// One assignment of a partition: how far it is restored, what its ledger says, what is staged and how far its offset may move.
struct PartitionState: Sendable {
    let assignment: Assignment
    var restore = RestoreStep.counting
    /// Restores that failed in a row, for the back-off.
    var restoreFailures = 0
    /// Of them, those that found the ledger behind the group's offset.
    var gaps = 0
    var ledger: PartitionLedger
    /// Where reading the ledger would go on.
    var ledgerEnd: Int64?
    var progress = OffsetProgress()
    /// Commands that are not settled, by identity: whatever is decided is decided against this and ``ledger``.
    var inProgress: [IdentityHash: Int64] = [:]
    var commands: [Int64: ActiveCommand] = [:]
    /// Commands for occurrences, that wait for the command for their series: by its offset.
    var occurrences: [Int64: [Int64]] = [:]
    /// Commands and withdraws in progress that the ledger holds.
    var open = (commands: 0, bytes: 0)
    /// Lanes of commands that ended while something was asked for them; their turns end with the answers.
    var lingering: [Int64: MeetingLane] = [:]
    /// Withdraws whose commands have not come.
    private(set) var withdrawals = WaitingWithdrawals()
    /// Commands that wait for a pause to end.
    var parked: Set<Int64> = []
    /// Records behind one that a flood of undecodable ones has to wait with.
    var undecided: Deque<ConsumedRecord> = []
    var gate = UndecodableGate()
    /// When commands that wait were last looked for, to be kept in the ledger.
    var keptAt: Duration?
    /// Records on their way to another partition.
    var forwards: [Int64: ConsumedRecord] = [:]
    /// Being given up: nothing more begins, and what is in flight may end.
    var isLeaving = false
    var isPaused = false
    var isOverdue = false
    /// Its ledger is full, and only a transaction tells the time by which records may be forgotten.
    var wantsTime = false
    /// A timer runs that looks whether it still is.
    var isWatched = false
    /// No transaction that holds its next record is ever committed.
    var isBlocked = false

    /// Settled commands that are past the window, to be forgotten by the ledger too.
    var tombstones: [IdentityHash] = []

    private(set) var pending: Deque<StagedChange> = []
    /// Number of the first pending change.
    private var firstPending: UInt64 = 0

    init(assignment: Assignment, window: Duration) {
        self.assignment = assignment
        ledger = PartitionLedger(window: window)
    }

    var partition: CommandPartition { assignment.partition }
    var isRestored: Bool { restore == .done }

    // MARK: Staging

    /// The record of a command may be behind the offset from now on: the ledger has it.
    mutating func stage(_ change: StagedChange) {
        for offset in change.offsets {
            progress.set(.staged(firstPending + UInt64(pending.count)), offset: offset)
        }
        pending.append(change)
    }

    /// - Parameter record: of `command`, whose state it is from now on.
    mutating func stage(_ record: LedgerRecord, _ effect: StagedChange.Effect, of command: ActiveCommand) {
        let entry = LedgerComposer.entry(record, for: .command(command.identity), in: partition)
        let offset = command.staged.record.position.offset
        stage(StagedChange(offset: offset, entries: [entry], effect: effect, reports: []))
    }

    /// Commands have their outcomes: a command, or a withdraw behind the command that it takes back, in one change so that no
    /// transaction holds one of the two without the other.
    mutating func settle(_ last: CommandEnding, withdrawing first: CommandEnding? = nil) {
        let endings = (first.map { [$0] } ?? []) + [last]
        for ending in endings {
            ledger.stage(ending.identity, ending.settled)
            inProgress[ending.identity] = nil
            if let meeting = ending.meeting { ledger.stage(meeting, at: ending.settled.settled) }
        }
        let entries = endings.flatMap { ending in
            [
                LedgerComposer.entry(
                    .settled(ending.settled, ending.meeting), for: .command(ending.identity), in: partition)
            ] + ending.outcome
        }
        stage(
            StagedChange(
                offset: last.settled.offset, withdrawn: first?.settled.offset, settled: endings.map(\.identity),
                entries: entries, effect: .none, reports: endings.map(\.report)
            )
        )
    }

    mutating func add(_ command: ActiveCommand) {
        let offset = command.staged.record.position.offset
        inProgress[command.identity] = offset
        commands[offset] = command
        guard command.ledger != .absent else { return }
        open.commands += 1
        open.bytes += command.staged.record.bytes
    }

    /// It is no longer worked on here.
    mutating func removeCommand(_ offset: Int64) -> ActiveCommand? {
        guard let command = commands.removeValue(forKey: offset) else { return nil }
        if inProgress[command.identity] == offset { inProgress[command.identity] = nil }
        occurrences[offset] = nil
        if command.isInSeries {
            for series in occurrences.keys { occurrences[series]?.removeAll { $0 == offset } }
        }
        parked.remove(offset)
        guard command.ledger != .absent else { return command }
        open.commands -= 1
        open.bytes -= command.staged.record.bytes
        return command
    }

    mutating func add(_ withdrawal: RequestedWithdrawal) {
        inProgress[withdrawal.identity] = withdrawal.offset
        withdrawals.add(withdrawal)
        guard withdrawal.isKept else { return }
        open.commands += 1
        open.bytes += withdrawal.record.bytes
    }

    /// It waits no longer.
    mutating func removeWithdrawal(_ offset: Int64) -> RequestedWithdrawal? {
        guard let withdrawal = withdrawals.remove(offset) else { return nil }
        inProgress[withdrawal.identity] = nil
        if withdrawal.isKept {
            open.commands -= 1
            open.bytes -= withdrawal.record.bytes
        }
        return withdrawal
    }

    /// Of what is in progress.
    func content(at offset: Int64) -> ContentHash? { commands[offset]?.content ?? withdrawals[offset]?.content }

    /// Whether the ledger may take another command that is not settled.
    func hasRoom(_ limits: PipelineLimits) -> Bool {
        open.commands < limits.openCommands && open.bytes < limits.openBytes
    }

    /// Stages that the command waits, in place of an earlier change that says no more and is in no open transaction: while
    /// nothing can be committed, a command that is tried again and again must not fill the memory.
    mutating func stageWaiting(_ kept: KeptCommand, of command: ActiveCommand, after taken: Int) {
        let offset = command.staged.record.position.offset
        if let number = command.waitingChange, number >= firstPending + UInt64(taken),
            number < firstPending + UInt64(pending.count)
        {
            let index = pending.startIndex + Int(number - firstPending)
            if pending[index].offset == offset, pending[index].isOnlyKept {
                let entry = LedgerComposer.entry(.waiting(kept), for: .command(command.identity), in: partition)
                pending[index] = StagedChange(offset: offset, entries: [entry], effect: .none, reports: [])
                return
            }
        }
        commands[offset]?.waitingChange = firstPending + UInt64(pending.count)
        stage(.waiting(kept), .none, of: command)
    }

    mutating func mark(_ offset: Int64, _ ledger: ActiveCommand.LedgerState) {
        guard let former = commands[offset]?.ledger, let bytes = commands[offset]?.staged.record.bytes else { return }
        commands[offset]?.ledger = ledger
        // A repeat after 401 must not go on the strength of an attempt that the ledger does not say any more.
        if ledger == .waiting { commands[offset]?.latestStart = nil }
        if former == .absent {
            open.commands += 1
            open.bytes += bytes
        }
    }

    /// Takes back the changes of a command that are not in the open transaction; those behind them move up.
    mutating func unstage(offset: Int64, after taken: Int) {
        for index in pending.indices.dropFirst(taken).reversed() where pending[index].offset == offset {
            pending.remove(at: index)
            let number = firstPending + UInt64(index)
            progress.restage(offset, from: number, to: nil)
            for later in pending.indices.dropFirst(index) {
                let number = firstPending + UInt64(later)
                for offset in pending[later].offsets { progress.restage(offset, from: number + 1, to: number) }
            }
        }
    }

    /// Attempts that are not in the open transaction are not begun here: the next owner begins them. They stay in the ledger,
    /// as waiting, because later commands for their meetings may be there already.
    mutating func takeBackIntents(after taken: Int) {
        for index in pending.indices.dropFirst(taken) where pending[index].effect == .send {
            let offset = pending[index].offset
            commands[offset]?.process.intentTakenBack()
            guard let command = commands[offset] else { continue }
            let waiting = LedgerRecord.waiting(command.process.kept(command.kept))
            let entry = LedgerComposer.entry(waiting, for: .command(command.identity), in: partition)
            pending[index] = StagedChange(offset: offset, entries: [entry], effect: .none, reports: [])
            mark(offset, .waiting)
        }
    }

    mutating func replaceFirstPending(_ change: StagedChange) { pending[pending.startIndex] = change }

    mutating func moveLastPendingToFront() {
        guard let last = pending.popLast() else { return }
        pending.prepend(last)
        let end = firstPending + UInt64(pending.count)
        for (index, change) in pending.enumerated().dropFirst().reversed() {
            let number = firstPending + UInt64(index)
            for offset in change.offsets { progress.restage(offset, from: number - 1, to: number) }
        }
        for offset in last.offsets { progress.restage(offset, from: end - 1, to: firstPending) }
    }

    /// Leaves the first change out when a later one of its command is staged, on which the record stands from now on.
    /// - Returns: false when there is none.
    mutating func emptyFirstPending() -> Bool {
        guard let offset = pending.first?.offset,
            let later = pending.indices.dropFirst().first(where: { pending[$0].offsets.contains(offset) })
        else { return false }
        pending[pending.startIndex] = StagedChange(offset: offset, entries: [], effect: .none, reports: [])
        progress.restage(offset, from: firstPending, to: firstPending + UInt64(later - pending.startIndex))
        return true
    }

    /// Whether a transaction of one unit holds a forward.
    var isForwardFirst: Bool {
        guard pending.isEmpty, let offset = progress.firstPublication else { return false }
        return forwards[offset] != nil
    }

    // MARK: Transactions

    struct Taken: Sendable {
        /// Pending changes.
        var changes = 0
        /// Records that the offset moves over, and those of them that are published only now.
        var records = 0
        var publications = 0
        var tombstones = 0
        var entries: [CommitBatch.Entry] = []
        var nextOffset: Int64?

        /// What a bisection counts.
        var units: Int { changes + publications }
    }

    var hasSomethingToCommit: Bool { !pending.isEmpty || progress.isMovable(before: firstPending) || wantsTime }

    /// What the next transaction may take: staged changes in their order, then the records that are done with by them.
    func take(limit: Int, bytes maximum: Int) -> Taken {
        var taken = Taken()
        var bytes = 0
        for change in pending.prefix(limit) where bytes < maximum {
            taken.changes += 1
            taken.entries.append(contentsOf: change.entries)
            bytes += change.bytes
        }
        let prefix = progress.prefix(
            before: firstPending + UInt64(taken.changes), publications: limit - taken.changes, bytes: maximum - bytes
        )
        taken.records = prefix.records
        taken.publications = prefix.publications
        taken.entries.append(contentsOf: prefix.entries)
        taken.nextOffset = prefix.nextOffset ?? progress.nextOffset
        return taken
    }

    /// The transaction with `taken` was committed.
    /// - Returns: the changes in it, what is to be told, and the records that are done with.
    mutating func committed(
        _ taken: Taken
    ) -> (changes: [StagedChange], reports: [PipelineEvent], done: (records: Int, bytes: Int)) {
        let changes = Array(pending.prefix(taken.changes))
        let end = firstPending + UInt64(taken.changes)
        let reports =
            changes.flatMap(\.reports)
            + progress.prefix(before: end, publications: taken.publications, bytes: .max).reports
        for identity in changes.flatMap(\.settled) { ledger.windowBegins(identity) }
        pending.removeFirst(taken.changes)
        tombstones.removeFirst(taken.tombstones)
        wantsTime = false
        firstPending = end
        if let next = taken.nextOffset { forwards = forwards.filter { $0.key >= next } }
        return (changes, reports, progress.removeFirst(taken.records))
    }

    // MARK: Shares

    /// Not while the oldest is kept for the sake of its record, which is delivered again until the offset has moved over it.
    func isFull(_ limits: PipelineLimits) -> Bool {
        guard ledger.settledCount >= limits.settledCommands, let oldest = ledger.oldestOffset,
            let next = progress.nextOffset
        else { return false }
        return oldest < next
    }

    func mustPause(_ limits: PipelineLimits) -> Bool {
        isBlocked || isFull(limits) || progress.count >= limits.partitionRecords
            || progress.bytes >= limits.partitionBytes
    }

    /// Well below the mark, because a partition that is paused loses what was fetched for it.
    func mayResume(_ limits: PipelineLimits) -> Bool {
        !isBlocked && !isFull(limits) && progress.count <= limits.partitionRecords / 2
            && progress.bytes <= limits.partitionBytes / 2
    }
}
