import CommandContract
import MeetingCancellation

/// A command on its way to its outcome: the record it came from, its machine, and what the ledger says of it.
struct ActiveCommand: Sendable {
    enum Place: Sendable {
        /// In the queue, not begun, or ready to go on.
        case queued
        case running
        /// Waits for time, for a pause to end or for its series; ``timers`` is the number of its timer.
        case suspended
    }

    enum LedgerState: Sendable { case absent, waiting, attempting }

    let staged: StagedCommand
    let identity: IdentityHash
    let content: ContentHash
    var process: CancellationProcess
    var place = Place.queued
    /// Uptime since when it is in its place, as far as it is running or suspended.
    private(set) var placeSince: Duration = .zero
    /// Uptime at which its wait is over.
    private(set) var dueAt: Duration?
    /// Uptime of its first turn, or of its first after a wait that its sender has wished.
    private(set) var holdsSince: Duration?
    var hasBegun = false
    /// As staged.
    var ledger = LedgerState.absent
    /// Number of the last staged change that says that it waits.
    var waitingChange: UInt64?
    var reads = 0
    var lookUps = 0
    var timers = 0
    /// What it was about to do when its mailbox had to wait.
    var held: CancellationProcess.Action?
    /// Waits for the command for its series.
    var isInSeries = false
    /// Waits for a pause to end.
    var isParked = false
    /// It shows whether a tenant's pause can end.
    var isProbe = false
    /// Uptime at which no request of the committed attempt may start any more.
    var latestStart: Duration?
    /// Uptime of the restore, for a command in doubt.
    var restoredAt: Duration?

    init(_ staged: StagedCommand, process: CancellationProcess) {
        self.staged = staged
        self.process = process
        let envelope = staged.authorized.command.envelope
        identity = IdentityHash(envelope.identity)
        content = envelope.content ?? ContentHash(type: envelope.type, data: nil)
    }

    /// It has its turn, for the first time or after a wait.
    mutating func begin(at moment: Moment, firstLookUp: Duration) -> CancellationProcess.Action {
        takeTurn(at: moment.uptime)
        if let held {
            self.held = nil
            return held
        }
        guard !hasBegun else { return process.waited(now: moment.now) }
        hasBegun = true
        let since = restoredAt.map { moment.uptime - $0 } ?? .zero
        return process.begin(now: moment.now, lookUpIn: max(.zero, firstLookUp - since))
    }

    private mutating func takeTurn(at uptime: Duration) {
        place = .running
        placeSince = uptime
        dueAt = nil
        if holdsSince == nil || waitReason?.isWished == true { holdsSince = uptime }
    }

    /// - Parameter duration: nil when no time ends the wait.
    mutating func suspend(for duration: Duration?, at uptime: Duration) {
        place = .suspended
        placeSince = uptime
        dueAt = duration.map { uptime + $0 }
    }

    /// Uptime at which its wait is over and not before; nil when something else may end it.
    var knownWait: Duration? { place == .suspended && !isParked && !isInSeries ? dueAt : nil }

    /// What it waits for; nil before its first turn.
    var waitReason: WaitReason? { isParked ? .paused : isInSeries ? .meeting : process.waitReason }

    mutating func answered(
        _ jitter: Double, _ body: (inout CancellationProcess, Double) -> CancellationProcess.Action
    ) -> CancellationProcess.Action { body(&process, jitter) }

    /// Its sender or its source wants nothing asked before.
    func isEarly(at now: Timestamp) -> Bool { process.opens.map { now < $0 } ?? false }

    /// Of the meeting, where it is known.
    var start: Timestamp? { process.meetingStart ?? staged.authorized.command.expectedStart }

    var meeting: MeetingHash { staged.authorized.address.lane.hash }

    var lane: MeetingLane {
        let lane = staged.authorized.address.lane
        guard PlantedFault.isOn(.lanesIgnored) else { return lane }
        return MeetingLane(mailbox: lane.mailbox, eventID: "\(staged.record.position.offset)")
    }

    /// What the ledger keeps of it.
    var kept: KeptCommand {
        KeptCommand(
            content: content, offset: staged.record.position.offset, timestamp: staged.record.position.timestamp,
            consumed: staged.consumed, key: staged.record.key, value: staged.record.value ?? [],
            headers: staged.record.headers
        )
    }
}
