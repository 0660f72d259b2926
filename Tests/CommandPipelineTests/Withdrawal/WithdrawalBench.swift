import CommandContract
import CommandPipeline
import MeetingCancellation
import Testing

/// One worker's machine with one partition, in the hands of a test: it answers what is asked, commits or aborts the open
/// transaction, and crashes the worker. What was committed stays, as it would in Kafka.
struct WithdrawalBench {
    static let source = "/tests"
    static let otherSource = "/tests/other"
    /// Of every meeting, unless a test says otherwise.
    static let start = Timestamp(milliseconds: 1_800_000_000_000) + .seconds(86_400)
    static let tenant = "8f5c0d3e-1b2a-4c5d-9e8f-0a1b2c3d4e5f"
    static let granted = Result<TokenGrant, PermissionFailure>.success(
        TokenGrant(roles: ["Calendars.ReadWrite"], scopes: []))

    private let limits: PipelineLimits
    private let hold: Duration
    private let partitions: Int32
    private var machine: WorkerMachine
    private(set) var assignment: Assignment
    private(set) var now = Timestamp(milliseconds: 1_800_000_000_000)
    private var uptime = Duration.zero

    /// The open transaction.
    private(set) var open: CommitBatch?
    /// Asked of Entra and Graph and not answered, in their order.
    private(set) var questions: [PipelineAction] = []
    private(set) var timers: [TimerID] = []
    /// Whose timers were ended before their time.
    private(set) var ended: [CommandID] = []
    private(set) var revocations: [Int] = []
    private(set) var reports: [PipelineEvent] = []

    // What Kafka has.
    private(set) var outcomes: [SeenOutcome] = []
    private(set) var forwarded: [ContractRecord] = []
    private(set) var offset: Int64?
    private var ledger: [LedgerEntry] = []
    private var written = 0
    /// The broker's clock is so much behind the worker's.
    var brokerLag = Duration.zero

    /// - Parameters:
    ///   - window: how long a withdraw waits for its command.
    ///   - hold: of the source's commands.
    init(
        partition: Int32 = 0, of partitions: Int32 = 1, batchRecords: Int = 1000, window: Duration = .zero,
        hold: Duration = .zero, openCommands: Int = 1000, limits change: (inout PipelineLimits) -> Void = { _ in }
    ) {
        var limits = PipelineLimits()
        limits.batchRecords = batchRecords
        limits.withdrawWindow = window
        limits.openCommands = openCommands
        // Its time stands still.
        limits.lanes.cancelsPerMinute = 10_000
        limits.lanes.backoffBase = .zero
        limits.lanes.backoffCap = .zero
        change(&limits)
        self.limits = limits
        self.hold = hold
        self.partitions = partitions
        assignment = Assignment(
            partition: CommandPartition(topic: "meeting.cancel.commands", partition: partition), epoch: 0)
        machine = Self.machine(limits, hold, writer: 0)
        take { $0.began(at: $1) }
        restore()
    }

    private static func machine(_ limits: PipelineLimits, _ hold: Duration, writer: UInt64) -> WorkerMachine {
        WorkerMachine(
            policy: AuthorizationPolicy(
                sources: [source, otherSource].map { source in
                    var policy = SourcePolicy(source: source, tenants: [tenant], mailboxes: [.any])
                    policy.hold = hold
                    policy.allowsSeries = true
                    return policy
                },
                tenants: [TenantProfile(id: tenant, domains: [], cloud: "global", permissionCheck: .advisory)],
                servedClouds: ["global"], commentCharacters: 2000
            ),
            outcomeSource: "/rescind/tests", limits: limits, writer: writer, seed: 1
        )
    }

    // MARK: The worker

    /// The process is gone; another one takes its place. What was not committed is delivered again, by the test.
    /// - Parameter orders: what the next one reads before anything else.
    mutating func crash(paused orders: [PauseOrder] = []) {
        machine = Self.machine(limits, hold, writer: UInt64(assignment.epoch + 1))
        (open, questions, timers) = (nil, [], [])
        take { $0.pausesRead(orders, at: $1) }
        take { $0.began(at: $1) }
        assign()
    }

    mutating func stop() { take { $0.stopRequested(at: $1) } }

    mutating func closeSource() { take { $0.sourceClosed(at: $1) } }

    var status: PipelineStatus { machine.status(at: Moment(now: now, uptime: uptime)) }

    mutating func revoke(id: Int = 1) { take { [assignment] in $0.revoked([assignment], lost: false, id: id, at: $1) } }

    /// The partition comes back, as it would to another worker.
    mutating func assign() {
        assignment = Assignment(partition: assignment.partition, epoch: assignment.epoch + 1)
        restore()
    }

    private mutating func restore() {
        let (assignment, partitions, ledger, offset) = (assignment, partitions, ledger, offset)
        take { $0.assigned([assignment], at: $1) }
        take { $0.partitionsCounted(assignment, commands: partitions, ledger: partitions, at: $1) }
        take { $0.committedOffsetRead(assignment, offset, at: $1) }
        take { $0.ledgerEndRead(assignment, Int64(ledger.count), at: $1) }
        take { $0.ledgerEntriesRead(assignment, ledger, at: $1) }
        take { $0.ledgerRead(assignment, next: Int64(ledger.count), at: $1) }
        take { $0.commandEndRead(assignment, .max, at: $1) }
    }

    mutating func pause(_ orders: PauseOrder...) { take { $0.pausesRead(orders, at: $1) } }

    mutating func look() { take { $0.looked(at: $1) } }

    mutating func wait(_ duration: Duration) {
        now = now + duration
        uptime += duration
    }

    // MARK: Records

    mutating func arrive(_ records: ConsumedRecord...) {
        take { [assignment] in $0.recordsArrived(records, of: assignment, at: $1) }
    }

    // MARK: Transactions

    /// The open transaction is committed, and those that follow at once.
    mutating func commit() {
        while let batch = open { commit(batch) }
    }

    /// The open transaction alone.
    mutating func commitOne() throws { commit(try #require(open)) }

    private mutating func commit(_ batch: CommitBatch) {
        open = nil
        let time = now + (.zero - brokerLag)
        for entry in batch.entries {
            switch entry.destination {
            case .outcomes: outcomes.append(SeenOutcome(entry.record))
            case .ledger:
                ledger.append(LedgerEntry(key: entry.record.key ?? [], value: entry.record.value, timestamp: time))
            case .commands: forwarded.append(entry.record)
            case .deadLetters: break
            }
        }
        offset = batch.offsets[assignment.partition] ?? offset
        let receipt = CommitReceipt(ledgerEnds: [assignment.partition.partition: Int64(ledger.count)], time: time)
        take { $0.batchCommitted(receipt, at: $1) }
    }

    mutating func abort(blame: RecordBlame? = nil) throws {
        _ = try #require(open)
        open = nil
        take { $0.commitFailed(.aborted(code: "test", blame: blame), at: $1) }
        fireTimers()
    }

    // MARK: Answers

    /// Answers the oldest question.
    mutating func answerPermission(_ answer: Result<TokenGrant, PermissionFailure> = granted) throws {
        let question = try oldestQuestion()
        guard case .obtainPermission(let id, _) = question else { throw NotAsked(question: question) }
        take { $0.permissionAnswered(id, answer, at: $1) }
    }

    /// - Parameter series: the meeting is an occurrence of it.
    mutating func answerRead(
        isCancelled: Bool = false, of series: String? = nil, start: Timestamp = WithdrawalBench.start
    ) throws {
        let question = try oldestQuestion()
        guard case .readMeeting(let id, let address, _, _) = question else { throw NotAsked(question: question) }
        let meeting = meeting(address, isCancelled, series, start: start)
        take { $0.meetingRead(id, .success(meeting), at: $1) }
    }

    mutating func answerCalendar(isCancelled: Bool) throws {
        guard case .readCalendar(_, let address, _, _)? = questions.first else { return }
        try answerCalendar(entries: [meeting(address, isCancelled)])
    }

    mutating func answerCalendar(entries: [MeetingSnapshot]) throws {
        let question = try oldestQuestion()
        guard case .readCalendar(let id, _, _, _) = question else { throw NotAsked(question: question) }
        take { $0.calendarRead(id, .success(entries), at: $1) }
    }

    mutating func failRead(_ kind: ExchangeFailure.Kind) throws {
        let question = try oldestQuestion()
        guard case .readMeeting(let id, _, _, _) = question else { throw NotAsked(question: question) }
        take { $0.meetingRead(id, .failure(ExchangeFailure(kind: kind, verdict: .permanent)), at: $1) }
    }

    private func meeting(
        _ address: MeetingAddress, _ isCancelled: Bool, _ series: String? = nil,
        start: Timestamp = WithdrawalBench.start
    ) -> MeetingSnapshot {
        let isMaster = address.eventID.hasPrefix("master")
        return MeetingSnapshot(
            id: address.eventID, iCalUId: "uid",
            kind: isMaster ? .seriesMaster : series == nil ? .singleInstance : .occurrence, seriesMasterID: series,
            isOrganizer: true,
            isCancelled: isCancelled, start: start
        )
    }

    mutating func answerCancel(_ answer: Result<GraphTrace, ExchangeFailure> = .success(GraphTrace(status: 202))) throws
    {
        let question = try oldestQuestion()
        guard case .sendCancel(let id, _, _, _, _) = question else { throw NotAsked(question: question) }
        take { $0.cancelAnswered(id, answer, at: $1) }
    }

    private mutating func oldestQuestion() throws -> PipelineAction {
        _ = try #require(questions.first)
        return questions.removeFirst()
    }

    /// The oldest question becomes the youngest: another one is answered first.
    mutating func putOff() { questions.append(questions.removeFirst()) }

    /// Everything that is asked up to the intent, which is then in the open transaction or waits for it.
    mutating func answerUpToIntent() throws {
        try answerPermission()
        try answerRead()
        try answerPermission()
    }

    mutating func fireTimers(_ isMeant: (TimerID) -> Bool = { _ in true }) {
        let due = timers.filter(isMeant)
        timers.removeAll(where: isMeant)
        for timer in due { take { $0.timerFired(timer, at: $1) } }
    }

    struct NotAsked: Error { let question: PipelineAction }

    // MARK: Actions

    private mutating func take(_ body: (inout WorkerMachine, Moment) -> Void) {
        body(&machine, Moment(now: now, uptime: uptime))
        for action in machine.takeActions() {
            switch action {
            case .openLog: take { $0.logOpened(at: $1) }
            case .commit(let batch): open = batch
            case .obtainPermission, .readMeeting, .readCalendar, .sendCancel: questions.append(action)
            case .startTimer(.restoreAlarm, _), .startTimer(.drain, _): break
            case .startTimer(let timer, _):
                if case .command(let id, _) = timer { forgetTimer(of: id) }
                timers.append(timer)
            case .endTimer(let id):
                forgetTimer(of: id)
                ended.append(id)
            case .completeRevocation(let id): revocations.append(id)
            case .report(let event): reports.append(event)
            case .fail(let failure): Issue.record("the worker stops: \(failure)")
            default: break
            }
        }
    }

    /// A command has one timer at most.
    private mutating func forgetTimer(of id: CommandID) {
        timers.removeAll { if case .command(id, _) = $0 { true } else { false } }
    }
}
