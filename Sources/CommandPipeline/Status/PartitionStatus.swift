/// One partition of this worker, for people.
package struct PartitionStatus: Hashable, Sendable {
    package enum State: String, Sendable {
        case restoring
        /// For longer than `limits.restoreAlarm`.
        case restoreOverdue
        case working
        /// Being given up.
        case leaving
    }

    /// Why it takes no records in.
    package enum Pause: String, Sendable {
        /// No transaction that holds its next record is ever committed.
        case blocked
        /// It remembers `limits.settledCommands`.
        case ledgerFull
        /// `limits.partitionRecords` of it are not done with; it goes on at half of that.
        case unfinishedRecords
        /// Likewise their bytes.
        case unfinishedBytes
    }

    package let partition: CommandPartition
    package let state: State
    package let pauses: [Pause]
    /// nil before it is known.
    package let nextOffset: Int64?
    /// Records taken in that the offset has not moved over.
    package let records: Int
    /// Commands without an outcome, withdraws that wait for theirs among them.
    package let commands: Int
    /// Of them, those in the ledger, and their bytes.
    package let openCommands: Int
    package let openBytes: Int
    /// `limits.openCommands` and `limits.openBytes`: what comes beyond them stays out of the ledger and holds the offset back.
    package let mostOpenCommands: Int
    package let mostOpenBytes: Int
}

extension PartitionStatus {
    init(_ state: PartitionState, _ limits: PipelineLimits) {
        partition = state.partition
        nextOffset = state.progress.nextOffset
        records = state.progress.count
        commands = state.commands.count + state.withdrawals.count
        openCommands = state.open.commands
        openBytes = state.open.bytes
        mostOpenCommands = limits.openCommands
        mostOpenBytes = limits.openBytes
        pauses = state.isPaused ? Self.pauses(of: state, limits) : []
        if state.isLeaving {
            self.state = .leaving
        } else if state.isRestored {
            self.state = .working
        } else {
            self.state = state.isOverdue ? .restoreOverdue : .restoring
        }
    }

    /// As ``PartitionState/mayResume(_:)`` judges it, which is stricter than what made it pause.
    private static func pauses(of state: PartitionState, _ limits: PipelineLimits) -> [Pause] {
        var pauses: [Pause] = []
        if state.isBlocked { pauses.append(.blocked) }
        if state.isFull(limits) { pauses.append(.ledgerFull) }
        if state.progress.count > limits.partitionRecords / 2 { pauses.append(.unfinishedRecords) }
        if state.progress.bytes > limits.partitionBytes / 2 { pauses.append(.unfinishedBytes) }
        return pauses
    }
}
