import CommandContract
package import MeetingCancellation

/// Everything the worker decides, as one value: what happened goes in by methods of that name, what is to be done comes out of
/// ``takeActions()``. It waits for nothing, asks nothing and knows no time but the ``Moment`` it is told.
///
/// | file | decides |
/// |---|---|
/// | `WorkerMachine+Assignment` | how a partition is restored before its first record |
/// | `WorkerMachine+Intake` | what a consumed record is: new, a repetition, not ours, misplaced |
/// | `WorkerMachine+Commands` | what one command does next, and what its ledger says |
/// | `WorkerMachine+Lanes` | whose turn it is, and who waits for Graph |
/// | `WorkerMachine+Pauses` | which commands are held, and when they go on |
/// | `WorkerMachine+Collapse` | which commands need no request of their own |
/// | `WorkerMachine+Withdrawal` | whether a command can still be taken back |
/// | `WorkerMachine+Transactions` | what goes into the next transaction, and what its end means |
/// | `WorkerMachine+Revocation` | how a partition is given up |
/// | `WorkerMachine+Status` | what it shows of itself; a look takes up what was put off |
package struct WorkerMachine: Sendable {
    let limits: PipelineLimits
    let intake: CommandIntake
    let composer: OutcomeComposer
    /// Names this run of the worker in position records.
    let writer: UInt64
    var random: JitterSource
    /// Of all partitions together.
    var rates: CommandRates

    var partitions: [CommandPartition: PartitionState] = [:]
    /// Our partitions, those that were committed longest ago first.
    var turns: [CommandPartition] = []
    var lanes: LaneScheduler<CommandID, Assignment>
    /// When the lanes' timer fires, and its number; nil when none runs.
    var laneTimer: (due: Duration, number: Int)?
    var lastLaneTimer = 0
    var pauses: PauseBoard
    /// When the pauses' timer fires, and its number; nil when none runs.
    var pauseTimer: (due: Duration, number: Int)?
    var lastPauseTimer = 0
    /// The command that was tried last for each holder whose commands wait.
    var lastProbes: [CredentialHolder: CommandID] = [:]
    var transaction = TransactionState()
    var revocations: [Revocation] = []
    /// Records taken in that the offset has not moved over.
    var staged = (records: 0, bytes: 0)
    var partitionCount: Int32?
    /// The broker has refused a forward: until the next assignment commands are worked on where they stand.
    var mayForward = true
    /// The held lanes that were told, and the commit that is due without a transaction.
    var heldWatch = HeldWatch()
    var idleCommit: (mark: TransactionState.Mark, since: Duration)?
    /// What a stop leaves behind, counted while it lasts.
    var farewell = StopSummary()
    private(set) var isStopping = false
    private var isSourceClosed = false
    private var isOver = false
    private var actions: [PipelineAction] = []

    /// - Parameters:
    ///   - outcomeSource: CloudEvents source of the outcomes, `/rescind/<group.id>`.
    ///   - writer: a number that no other run of any worker has.
    ///   - seed: of the jitter.
    package init(
        policy: AuthorizationPolicy, outcomeSource: String, limits: PipelineLimits, writer: UInt64, seed: UInt64
    ) {
        self.limits = limits
        self.writer = writer
        intake = CommandIntake(decoder: RecordDecoder(maximumBytes: limits.commandBytes), policy: policy)
        composer = OutcomeComposer(source: outcomeSource, deadLetterBytes: limits.deadLetterBytes)
        rates = policy.rates
        lanes = LaneScheduler(limits: limits.lanes)
        pauses = PauseBoard(limits: limits.breaker)
        random = JitterSource(seed: seed)
    }

    // MARK: Shell

    /// What is to be done now, in this order.
    package mutating func takeActions() -> [PipelineAction] {
        defer { actions = [] }
        return actions
    }

    package mutating func began(at moment: Moment) { openLog() }

    /// Takes nothing more in; the source's last revocation ends what runs.
    package mutating func stopRequested(at moment: Moment) {
        isStopping = true
        act(.closeSource)
    }

    /// The source is closed and its last revocation was completed.
    package mutating func sourceClosed(at moment: Moment) {
        isSourceClosed = true
        moveOn(moment)
    }

    package mutating func timerFired(_ timer: TimerID, at moment: Moment) {
        switch timer {
        case .command(let id, let number): commandWaited(id, number: number, at: moment)
        case .withdrawal(let id): withdrawalWaited(id, at: moment)
        case .restore(let assignment, let number): ledgerPaused(assignment, number: number)
        case .restoreAlarm(let assignment): restoreOverdue(assignment)
        case .unblock(let assignment): _ = update(assignment) { $0.isBlocked = false }
        case .room(let assignment): askForTime(assignment)
        case .drain(let id): drainEnded(id)
        case .log(let number): logPaused(number: number)
        case .pauses(let number): pauseWaited(number: number, at: moment)
        case .gate(let assignment): gateOpened(assignment, at: moment)
        case .lanes(let number): if laneTimer?.number == number { laneTimer = nil }
        }
        moveOn(moment)
    }

    // MARK: Asking

    /// Whether outcomes can be committed, every partition is restored in time, and nothing has asked to stop.
    package var isReady: Bool {
        switch transaction.phase {
        case .closed, .opening, .deciding, .pausing(thenOpens: true): return false
        case .pausing where transaction.failures > 2: return false
        case .idle, .committing, .pausing: break
        }
        return !isStopping && !partitions.values.contains { $0.isOverdue || $0.isBlocked }
    }

    package var load: PipelineLoad {
        PipelineLoad(
            running: partitions.values.reduce(0) { $0 + $1.commands.count + $1.withdrawals.count },
            staged: staged.records,
            partitions: partitions.values.map { state in
                PartitionLoad(
                    partition: state.partition, nextOffset: state.progress.nextOffset, oldest: state.progress.oldest)
            }
        )
    }

    /// Whether the intake may take more.
    package var hasRoom: Bool { staged.records < limits.stagedRecords && staged.bytes < limits.stagedBytes }

    // MARK: Inside

    mutating func act(_ action: PipelineAction) { actions.append(action) }

    mutating func report(_ event: PipelineEvent) {
        if isStopping, case .recordSettled = event { farewell.finished += 1 }
        actions.append(.report(event))
    }

    mutating func fail(_ failure: PipelineFailure) {
        isStopping = true
        isOver = true
        act(.fail(failure))
    }

    func owns(_ assignment: Assignment) -> Bool { partitions[assignment.partition]?.assignment == assignment }

    /// Looks at an assignment's state, or changes it, in place: a copy beside the original would make every change copy the
    /// whole ledger.
    /// - Returns: nil when the assignment has ended.
    mutating func update<Result>(
        _ assignment: Assignment, _ body: (inout PartitionState) -> Result
    ) -> Result? {
        guard let index = partitions.index(forKey: assignment.partition),
            partitions.values[index].assignment == assignment || PlantedFault.isOn(.epochsIgnored)
        else { return nil }
        return body(&partitions.values[index])
    }

    func look<Result>(_ assignment: Assignment, _ body: (PartitionState) -> Result) -> Result? {
        guard let index = partitions.index(forKey: assignment.partition),
            partitions.values[index].assignment == assignment || PlantedFault.isOn(.epochsIgnored)
        else { return nil }
        return body(partitions.values[index])
    }

    /// Called at the end of every input: whatever it made possible begins.
    mutating func moveOn(_ moment: Moment) {
        guard !isOver else { return }
        // First, since a partition that is gone lets others go on: its commands' turns, and a commit that waited for its ledger.
        completeRevocations()
        startCommands(moment)
        openTransaction(moment)
        adjustPauses(moment)
        if isSourceClosed, transaction.phase != .committing {
            isOver = true
            if isStopping { report(.stopped(farewell)) }
            act(.finish)
        }
    }
}
