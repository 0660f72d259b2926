import CommandContract
import MeetingCancellation

/// What a run has left in the logs of Kafka and in Graph, as anybody could have read it. Nothing in it is the worker's opinion.
struct History {
    struct Position: Hashable, Comparable {
        let partition: Int32
        let offset: Int64

        static func < (left: Position, right: Position) -> Bool {
            (left.partition, left.offset) < (right.partition, right.offset)
        }
    }

    /// A record of the command topic.
    struct Command {
        let position: Position
        /// `source id`; nil for what has none.
        var identity: String?
        /// Of the commands that it repeats, oldest first.
        var repeats: [String] = []
        var meeting: Int?
        var isTombstone = false
        /// Where it stood before it was forwarded.
        var forwardedFrom: Position?
        var isRepetition = false
        var isConflict = false
        /// Of a withdraw: identity of the command it takes back.
        var withdraws: String?
        /// Nothing may be asked for it before.
        var heldUntil: Ticks?
        /// What must never be sent for it: anything, or anything from this time on.
        var forbiddenFrom: Ticks?
    }

    struct Outcome {
        let at: Position
        var position: Position
        var identity: String?
        var reason: OutcomeReason
        var isPrimary: Bool
        var attempts = 0
        /// By the worker's clock.
        var consumed = Timestamp(milliseconds: World.epoch)
        var settled = Timestamp(milliseconds: World.epoch)
        /// Where it is told.
        var tenant: String?
        var mailbox: String?
        var transaction: Int
    }

    struct Ledger {
        let at: Position
        let key: LedgerKey
        /// nil for a tombstone.
        let record: LedgerRecord?
        let transaction: Int
    }

    struct Commit {
        let process: Int
        let validated: Ticks?
        let decided: Ticks
        let offsets: [Int32: Int64]
        var deadLetters = 0
    }

    var commands: [Command] = []
    var outcomes: [Outcome] = []
    var ledger: [Ledger] = []
    /// Committed transactions by number.
    var commits: [Int: Commit] = [:]
    var requests: [GraphModel.CancelRequest] = []
    var lookUps: [GraphModel.LookUp] = []
    var talks: [GraphTalk] = []
    var outbox: [(meeting: Int, request: Int)] = []
    /// When each meeting was cancelled.
    var cancelled: [Ticks?] = []
    /// By process, what it was told to hold and when.
    var pauses: [Int: [(at: Ticks, scopes: [PauseOrder.Scope])]] = [:]
    /// Processes that began after a source's rights were taken away.
    var withoutRights: Set<Int> = []
    /// Processes that lost a partition, and with it what they had staged.
    var withLosses: Set<Int> = []
    var statistics = SimulationResult.Statistics()

    init() {}
}

extension CommandIdentity {
    var text: String { "\(source) \(id)" }
}
