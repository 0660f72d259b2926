import CommandContract
import MeetingCancellation

@testable import CommandPipeline

/// The worker's machine in a time of its own: a source, a log that commits in a few milliseconds, and Graph on a bad hour.
final class StormRun {
    struct Command {
        let arrival: Duration
        let tenant: String
        let mailbox: String
    }

    private static let topic = CommandPartition(topic: "commands", partition: 0)
    private static let epoch = Timestamp(milliseconds: 1_800_000_000_000)
    private static let commitTime: Duration = .milliseconds(8)
    private static let tokenTime: Duration = .milliseconds(1)

    let commands: [Command]
    private(set) var graph: StormGraph
    /// Until each command's outcome was committed, by its offset.
    private(set) var latencies: [Int: Duration] = [:]
    private(set) var reasons: [Int: OutcomeReason] = [:]
    private(set) var now = Duration.zero
    private(set) var mostStaged = 0

    private var machine: WorkerMachine
    private var pending: [(due: Duration, number: Int, body: (StormRun) -> Void)] = []
    private var lastNumber = 0
    private var assignment = Assignment(partition: StormRun.topic, epoch: 1)
    private var backlog: [Int] = []
    private var isPaused = false

    init(_ commands: [Command], isStormy: Bool, limits: PipelineLimits, seed: UInt64) {
        self.commands = commands
        graph = StormGraph(isStormy: isStormy, seed: seed, limits: limits.lanes)
        machine = WorkerMachine(
            policy: Self.policy, outcomeSource: "/rescind/tests", limits: limits, writer: 1, seed: seed)
    }

    static func tenant(_ name: String) -> String { "10000000-0000-4000-8000-00000000000\(name.dropFirst())" }

    static func cloud(of tenant: String) -> String {
        ["t7", "t8", "t9"].contains(tenant) ? StormGraph.awayCloud : "global"
    }

    private static var policy: AuthorizationPolicy {
        let names = (0...9).map { "t\($0)" }
        return AuthorizationPolicy(
            sources: [SourcePolicy(source: "/tests", tenants: Set(names.map(tenant)), mailboxes: [.any])],
            tenants: names.map {
                TenantProfile(
                    id: tenant($0), domains: ["\($0).example"], cloud: cloud(of: $0), permissionCheck: .advisory)
            },
            servedClouds: ["global", StormGraph.awayCloud], commentCharacters: 100
        )
    }

    /// - Returns: whether everything has its outcome by then.
    func run(until end: Duration) -> Bool {
        tell { $0.began(at: $1) }
        tell { $0.assigned([self.assignment], at: $1) }
        for (offset, command) in commands.enumerated() {
            at(command.arrival) { $0.backlog.append(offset) }
        }
        while reasons.count < commands.count, let next = pending.last, next.due <= end {
            pending.removeLast()
            now = max(now, next.due)
            next.body(self)
            feed()
        }
        return reasons.count == commands.count
    }

    private func feed() {
        while !isPaused, machine.hasRoom, !backlog.isEmpty {
            let offset = backlog.removeFirst()
            tell { $0.recordsArrived([self.record(offset)], of: self.assignment, at: $1) }
        }
        mostStaged = max(mostStaged, machine.load.staged)
    }

    private func record(_ offset: Int) -> ConsumedRecord {
        let command = commands[offset]
        let text =
            "{\"specversion\":\"1.0\",\"id\":\"c\(offset)\",\"source\":\"/tests\",\"type\":\"meeting.command.cancel.v1\","
            + "\"data\":{\"tenant\":\"\(command.tenant).example\",\"target\":{\"user\":\"\(command.mailbox)\"},"
            + "\"event\":{\"id\":\"e\(offset)\"}}}"
        return ConsumedRecord(
            position: RecordPosition(
                topic: Self.topic.topic, partition: 0, offset: Int64(offset), timestamp: Self.epoch + command.arrival),
            key: nil, value: Array(text.utf8), headers: SampleRecord.headers
        )
    }

    // MARK: Time

    private func at(_ due: Duration, _ body: @escaping (StormRun) -> Void) {
        lastNumber += 1
        // Latest first, and of one moment the last that came.
        var (low, high) = (0, pending.count)
        while low < high {
            let middle = (low + high) / 2
            if pending[middle].due > due { low = middle + 1 } else { high = middle }
        }
        pending.insert((due, lastNumber, body), at: low)
    }

    private func tell(_ input: (inout WorkerMachine, Moment) -> Void) {
        input(&machine, Moment(now: Self.epoch + now, uptime: now))
        for action in machine.takeActions() { perform(action) }
    }

    private func later(_ wait: Duration, _ input: @escaping (inout WorkerMachine, Moment) -> Void) {
        at(now + wait) { $0.tell(input) }
    }

    // MARK: What the machine wants

    private func perform(_ action: PipelineAction) {
        switch action {
        case .openLog: later(.zero) { $0.logOpened(at: $1) }
        case .commit(let batch):
            let receipt = CommitReceipt(ledgerEnds: [0: Int64(batch.entries.count)], time: Self.epoch + now)
            later(Self.commitTime) { $0.batchCommitted(receipt, at: $1) }
        case .countPartitions(let assignment):
            later(.zero) { $0.partitionsCounted(assignment, commands: 1, ledger: 1, at: $1) }
        case .readCommittedOffset(let assignment):
            later(.zero) { $0.committedOffsetRead(assignment, nil, at: $1) }
        case .readLedgerEnd(let assignment): later(.zero) { $0.ledgerEndRead(assignment, 0, at: $1) }
        case .readLedger(let assignment, _, _): later(.zero) { $0.ledgerRead(assignment, next: 0, at: $1) }
        case .pause: isPaused = true
        case .resume: isPaused = false
        case .startTimer(let timer, let wait): later(wait) { $0.timerFired(timer, at: $1) }
        case .report(.recordSettled(let position, let reason, _, _)):
            latencies[Int(position.offset)] = now - commands[Int(position.offset)].arrival
            reasons[Int(position.offset)] = reason
        case .obtainPermission(let id, _):
            let grant = TokenGrant(roles: ["Calendars.ReadWrite"], scopes: [])
            later(Self.tokenTime) { $0.permissionAnswered(id, .success(grant), at: $1) }
        case .readMeeting(let id, let address, _, _):
            ask(address) { run in
                let found = run.snapshot(address).map { Result<_, ExchangeFailure>.success($0) }
                return found ?? .failure(ExchangeFailure(kind: .notFound, verdict: .permanent))
            } tell: {
                $0.meetingRead(id, $1, at: $2)
            }
        case .readCalendar(let id, let address, _, _):
            ask(address) {
                .success([$0.snapshot(address)].compactMap(\.self))
            } tell: {
                $0.calendarRead(id, $1, at: $2)
            }
        case .sendCancel(let id, let address, _, _, _):
            ask(address, isCancel: true) { _ in
                .success(GraphTrace(status: 202))
            } tell: {
                $0.cancelAnswered(id, $1, at: $2)
            }
        case .start, .readCommandEnd, .completeRevocation, .closeSource, .cutOff, .report, .fail, .finish: break
        }
    }

    private func snapshot(_ address: MeetingAddress) -> MeetingSnapshot? {
        graph.cancelled.contains(address.eventID) ? nil : ScriptedCalendar.meeting(address.eventID)
    }

    private func ask<Value>(
        _ address: MeetingAddress, isCancel: Bool = false,
        serve: @escaping (StormRun) -> Result<Value, ExchangeFailure>,
        tell: @escaping (inout WorkerMachine, Result<Value, ExchangeFailure>, Moment) -> Void
    ) {
        let (answer, after) = graph.sent(address, isCancel: isCancel, at: now)
        at(now + after) { run in
            let result: Result<Value, ExchangeFailure> =
                switch answer {
                case .served: serve(run)
                case .throttled(let wait):
                    .failure(ExchangeFailure(kind: .throttled, verdict: .surelyNotProcessed, retryAfter: wait))
                case .timeout: .failure(ExchangeFailure(kind: .unavailable, verdict: .ambiguous))
                }
            run.graph.answered(address, answer, isCancel: isCancel, at: run.now)
            run.tell { tell(&$0, result, $1) }
        }
    }
}
