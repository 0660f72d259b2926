import CommandContract
import MeetingCancellation

/// Where the worker's one transaction stands.
struct TransactionState: Sendable {
    enum Phase: Sendable, Equatable {
        case closed
        case opening
        case idle
        case committing
        /// The log is open anew after a commit without an answer; the ledger of these assignments tells what became of it.
        case deciding(Set<Assignment>)
        /// Waits before the next transaction, or before the log is opened again.
        case pausing(thenOpens: Bool)

        var name: String {
            switch self {
            case .closed: "closed"
            case .opening: "opening"
            case .idle: "idle"
            case .committing: "committing"
            case .deciding: "deciding"
            case .pausing: "pausing"
            }
        }
    }

    var phase = Phase.closed
    /// Counts this worker's transactions; written into every position record.
    var number: UInt64 = 0
    /// When the open transaction was handed out: the lease of its attempts counts from here, which is before its offsets are
    /// sent and checked.
    var handedOut: Duration = .zero
    var taken: [Assignment: PartitionState.Taken] = [:]
    /// The open transaction has ended without an answer.
    var isUndecided = false
    /// Found in the ledger while deciding, with the time of its record there.
    var happened: [Assignment: Timestamp?] = [:]
    var takenOver: Set<Assignment> = []
    /// In a row, for the back-off.
    var failures = 0
    var timers = 0
    var fatalGuard = FatalCommitGuard()
    var bisection = BatchBisection()

    /// Tells one wait for a transaction from the next.
    struct Mark: Hashable, Sendable {
        let number: UInt64
        let timers: Int
    }

    var mark: Mark { Mark(number: number, timers: timers) }

    /// Nothing has been asked of the log: the next transaction is the machine's own to begin.
    var isBetweenTransactions: Bool {
        switch phase {
        case .idle, .pausing: true
        case .closed, .opening, .committing, .deciding: false
        }
    }

    var records: Int { taken.values.reduce(0) { $0 + $1.records } }
    var units: Int { taken.values.reduce(0) { $0 + $1.units } }

    /// Whether a partition of these may still be moved by the open transaction. One without an answer does not count: nothing
    /// of it is sent any more, and whoever owns the partition next reads its offset only once it is decided.
    func holds(_ assignments: some Sequence<Assignment>) -> Bool {
        !isUndecided && assignments.contains { taken[$0] != nil }
    }
}
