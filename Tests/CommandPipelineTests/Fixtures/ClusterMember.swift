import CommandPipeline

/// What the modelled cluster keeps of one worker: its place in the group and its transactional producer.
struct ClusterMember: Sendable {
    enum CommitFault: Sendable {
        case succeeds, aborted, fatal
        /// No answer; whether it happened shows when the log is opened again.
        case indefinite(happened: Bool)
    }

    enum Event: Sendable, Equatable {
        case logOpened
        case offsetsRead([CommandPartition])
        case ledgerEndRead(Int32)
        case committed
        case paused(CommandPartition)
        case resumed(CommandPartition)
        case revocationHandled(Int)
        case sourceClosed
        case logClosed
    }

    // The group.
    var changes: [AssignmentChange] = []
    /// Where each started assignment begins; nil is the first record there is.
    var started: [Assignment: Int64?] = [:]
    var paused: Set<CommandPartition> = []
    var lingersInPause = false
    var positions: [Assignment: Int64] = [:]
    var revoking: [Int: [Assignment]] = [:]
    /// Batches a test slips in, whatever is assigned.
    var injected: [ConsumedBatch] = []
    var isClosed = false
    /// Killed: whatever its process still does reaches nobody.
    var isDead = false
    var handedOut = 0

    // The producer.
    var isLogOpen = false
    var inFlight: OpenTransaction?
    var undecided: (transaction: OpenTransaction, happened: Bool)?
    var commitFaults: [CommitFault] = []
    var openFaults: [CommitFailure] = []
    /// Holds a transaction before its offsets are sent.
    var holdsValidation = false
    /// Holds it before its end.
    var holdsCommits = false
    /// Whatever transaction holds a forwarded command is aborted.
    var refusesForwards = false
    /// Questions for the number of partitions that fail before one is answered.
    var countFaults = 0
    var holdsOpening = false

    var history: [Event] = []

    init() {}

    mutating func nextFault() -> CommitFault { commitFaults.isEmpty ? .succeeds : commitFaults.removeFirst() }

    /// The process started again: what it held is gone, its luck and its `transactional.id` go on.
    init(after former: ClusterMember) {
        commitFaults = former.commitFaults
        undecided = former.undecided
    }
}
