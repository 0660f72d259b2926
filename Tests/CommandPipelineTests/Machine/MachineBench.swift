import CommandContract
import MeetingCancellation

@testable import CommandPipeline

/// A worker's machine driven by hand: what a test tells it, and the actions it asked for, by name.
struct MachineBench {
    private(set) var machine: WorkerMachine
    private(set) var moment = Moment(now: Timestamp(milliseconds: 1_800_000_000_000), uptime: .zero)
    /// Every action but reports and timers.
    private(set) var actions: [String] = []
    private(set) var events: [PipelineEvent] = []
    private(set) var timers: [(id: TimerID, duration: Duration)] = []
    private(set) var batches: [CommitBatch] = []

    init(limits change: (inout PipelineLimits) -> Void = { _ in }) {
        var limits = PipelineLimits()
        change(&limits)
        machine = WorkerMachine(
            policy: SampleRecord.policy, outcomeSource: "/rescind/tests", limits: limits, writer: 7, seed: 1)
    }

    /// The log open, and the assignments restored from empty ledgers.
    static func running(
        _ assignments: [Assignment], limits change: (inout PipelineLimits) -> Void = { _ in }
    ) -> MachineBench {
        var bench = MachineBench(limits: change)
        bench.tell { $0.began(at: $1) }
        bench.tell { $0.logOpened(at: $1) }
        bench.tell { $0.assigned(assignments, at: $1) }
        for assignment in assignments { bench.restore(assignment) }
        bench.actions = []
        return bench
    }

    mutating func restore(_ assignment: Assignment) {
        tell { $0.partitionsCounted(assignment, commands: 3, ledger: 3, at: $1) }
        tell { $0.committedOffsetRead(assignment, nil, at: $1) }
        tell { $0.ledgerEndRead(assignment, 0, at: $1) }
        tell { $0.ledgerRead(assignment, next: 0, at: $1) }
    }

    mutating func tell(_ input: (inout WorkerMachine, Moment) -> Void) {
        input(&machine, moment)
        for action in machine.takeActions() { note(action) }
    }

    mutating func pass(_ duration: Duration) {
        moment = Moment(now: moment.now + duration, uptime: moment.uptime + duration)
    }

    mutating func takeActions() -> [String] {
        defer { actions = [] }
        return actions
    }

    /// The open transaction is committed.
    mutating func commit() { tell { $0.batchCommitted(CommitReceipt(ledgerEnds: [:]), at: $1) } }

    mutating func abort(blame: RecordBlame? = nil) {
        tell { $0.commitFailed(.aborted(code: "x", blame: blame), at: $1) }
        guard let timer = timers.last(where: { if case .log = $0.id { true } else { false } }) else { return }
        pass(timer.duration)
        tell { $0.timerFired(timer.id, at: $1) }
    }

    /// Whatever Graph and Entra are asked first: the permission, the meeting, the permission.
    mutating func answerReads(_ id: CommandID) {
        let grant = TokenGrant(roles: ["Calendars.ReadWrite"], scopes: [])
        tell { $0.permissionAnswered(id, .success(grant), at: $1) }
        tell { $0.meetingRead(id, .success(ScriptedCalendar.meeting("m")), at: $1) }
        tell { $0.permissionAnswered(id, .success(grant), at: $1) }
    }

    private mutating func note(_ action: PipelineAction) {
        switch action {
        case .report(let event): events.append(event)
        case .startTimer(let id, let duration): timers.append((id, duration))
        case .commit(let batch):
            batches.append(batch)
            actions.append("commit")
        default: actions.append(Self.name(of: action))
        }
    }

    private static func name(of action: PipelineAction) -> String {
        switch action {
        case .openLog: "openLog"
        case .countPartitions: "count"
        case .readCommittedOffset: "offset"
        case .readLedgerEnd: "ledgerEnd"
        case .readLedger(_, let start, let end): "ledger \(start.map { "\($0)" } ?? "-")..\(end)"
        case .readCommandEnd: "commandEnd"
        case .start(_, let offset): "start \(offset.map { "\($0)" } ?? "-")"
        case .pause(let assignment): "pause \(assignment.partition.partition)"
        case .resume(let assignment): "resume \(assignment.partition.partition)"
        case .completeRevocation(let id): "revoked \(id)"
        case .closeSource: "close"
        case .obtainPermission(let id, _): "permission \(id.offset)"
        case .readMeeting(let id, _, _, let request): "\(request.purpose) \(id.offset) #\(request.number)"
        case .readCalendar(let id, _, _, let request): "\(request.purpose) \(id.offset) #\(request.number)"
        case .sendCancel(let id, _, _, let request, let latest): "cancel \(id.offset) #\(request.number) by \(latest)"
        case .cutOff: "cutOff"
        case .fail(let failure): "fail \(failure)"
        case .finish: "finish"
        case .commit, .startTimer, .endTimer, .report: ""
        }
    }
}
