import CommandContract
import MeetingCancellation

@testable import CommandPipeline

/// The worker's machine in a time of its own: a source, a log that commits in a few milliseconds, and Graph in some weather.
final class StormRun {
    struct Command {
        let arrival: Duration
        let tenant: String
        let mailbox: String
        /// nil for a meeting of its own.
        var event: String?
    }

    private struct Source {
        let assignment: Assignment
        /// Commands by offset.
        var log: [Int] = []
        var next = 0
        var isPaused = false
    }

    private static let epoch = Timestamp(milliseconds: 1_800_000_000_000)
    private static let commitTime: Duration = .milliseconds(8)
    private static let tokenTime: Duration = .milliseconds(1)

    let commands: [Command]
    private let limits: PipelineLimits
    private(set) var graph: StormGraph
    /// Until each command's outcome was committed, by its number.
    private(set) var latencies: [Int: Duration] = [:]
    private(set) var reasons: [Int: OutcomeReason] = [:]
    /// Commands in the order of their outcomes.
    private(set) var settled: [Int] = []
    private(set) var now = Duration.zero
    private(set) var pauses = 0
    private(set) var resumptions = 0
    private(set) var memory: StormMemory

    private var machine: WorkerMachine
    private var pending: [(due: Duration, number: Int, timer: CommandID?, body: (StormRun) -> Void)] = []
    private var lastNumber = 0
    private var sources: [Source]

    init(
        _ commands: [Command], _ weather: StormGraph.Weather, limits: PipelineLimits, partitions: Int32 = 1,
        seed: UInt64
    ) {
        self.commands = commands
        self.limits = limits
        graph = StormGraph(weather, seed: seed, limits: limits.lanes)
        memory = StormMemory(limits)
        machine = WorkerMachine(
            policy: Self.policy, outcomeSource: "/rescind/tests", limits: limits, writer: 1, seed: seed)
        sources = (0..<partitions).map {
            Source(assignment: Assignment(partition: CommandPartition(topic: "commands", partition: $0), epoch: 1))
        }
    }

    static func tenant(_ name: String) -> String { "10000000-0000-4000-8000-00000000000\(name.dropFirst())" }

    static let otherCloud = "usGovL4"

    static func cloud(of tenant: String) -> String { ["t7", "t8", "t9"].contains(tenant) ? otherCloud : "global" }

    private static var policy: AuthorizationPolicy {
        let names = (0...9).map { "t\($0)" }
        return AuthorizationPolicy(
            sources: [SourcePolicy(source: "/tests", tenants: Set(names.map(tenant)), mailboxes: [.any])],
            tenants: names.map {
                TenantProfile(
                    id: tenant($0), domains: ["\($0).example"], cloud: cloud(of: $0), permissionCheck: .advisory)
            },
            servedClouds: ["global", otherCloud], commentCharacters: 100
        )
    }

    /// - Returns: whether everything has its outcome by then.
    func run(until end: Duration) -> Bool {
        tell { $0.began(at: $1) }
        tell { machine, moment in machine.assigned(self.sources.map(\.assignment), at: moment) }
        for (number, command) in commands.enumerated() {
            at(command.arrival) { $0.sources[$0.home(command)].log.append(number) }
        }
        while reasons.count < commands.count, let next = pending.last, next.due <= end {
            pending.removeLast()
            now = max(now, next.due)
            next.body(self)
            feed()
            memory.look(at: machine, tasks: pending.count - unborn)
        }
        return reasons.count == commands.count
    }

    var isAnyPaused: Bool { sources.contains(where: \.isPaused) }

    /// Commands that are not on the topic yet.
    private var unborn: Int { commands.count - sources.reduce(0) { $0 + $1.log.count } }

    private func home(_ command: Command) -> Int {
        let key = RoutingKey(tenantID: Self.tenant(command.tenant), mailbox: command.mailbox)
        return Int(Murmur2.partition(of: key.bytes, count: Int32(sources.count)))
    }

    private func feed() {
        for index in sources.indices {
            while !sources[index].isPaused, machine.hasRoom, sources[index].next < sources[index].log.count {
                let record = record(sources[index].next, of: sources[index])
                sources[index].next += 1
                let assignment = sources[index].assignment
                tell { $0.recordsArrived([record], of: assignment, at: $1) }
            }
        }
    }

    private func record(_ offset: Int, of source: Source) -> ConsumedRecord {
        let number = source.log[offset]
        let command = commands[number]
        let text =
            "{\"specversion\":\"1.0\",\"id\":\"c\(number)\",\"source\":\"/tests\",\"type\":\"meeting.command.cancel.v1\","
            + "\"data\":{\"tenant\":\"\(command.tenant).example\",\"target\":{\"user\":\"\(command.mailbox)\"},"
            + "\"event\":{\"id\":\"\(command.event ?? "e\(number)")\"}}}"
        return ConsumedRecord(
            position: RecordPosition(
                topic: source.assignment.partition.topic, partition: source.assignment.partition.partition,
                offset: Int64(offset), timestamp: Self.epoch + command.arrival),
            key: nil, value: Array(text.utf8), headers: SampleRecord.headers
        )
    }

    // MARK: Time

    private func at(_ due: Duration, timer: CommandID? = nil, _ body: @escaping (StormRun) -> Void) {
        lastNumber += 1
        // Latest first, and of one moment the last that came.
        var (low, high) = (0, pending.count)
        while low < high {
            let middle = (low + high) / 2
            if pending[middle].due > due { low = middle + 1 } else { high = middle }
        }
        pending.insert((due, lastNumber, timer, body), at: low)
    }

    private func tell(_ input: (inout WorkerMachine, Moment) -> Void) {
        input(&machine, Moment(now: Self.epoch + now, uptime: now))
        for action in machine.takeActions() { perform(action) }
    }

    private func later(_ wait: Duration, _ input: @escaping (inout WorkerMachine, Moment) -> Void) {
        at(now + wait) { $0.tell(input) }
    }

    private func end(_ timer: CommandID) { pending.removeAll { $0.timer == timer } }

    // MARK: What the machine wants

    private func perform(_ action: PipelineAction) {
        switch action {
        case .openLog: later(.zero) { $0.logOpened(at: $1) }
        case .commit(let batch):
            let receipt = CommitReceipt(ledgerEnds: [0: Int64(batch.entries.count)], time: Self.epoch + now)
            later(Self.commitTime) { $0.batchCommitted(receipt, at: $1) }
        case .countPartitions(let assignment):
            let count = Int32(sources.count)
            later(.zero) { $0.partitionsCounted(assignment, commands: count, ledger: count, at: $1) }
        case .readCommittedOffset(let assignment):
            later(.zero) { $0.committedOffsetRead(assignment, nil, at: $1) }
        case .readLedgerEnd(let assignment): later(.zero) { $0.ledgerEndRead(assignment, 0, at: $1) }
        case .readLedger(let assignment, _, _): later(.zero) { $0.ledgerRead(assignment, next: 0, at: $1) }
        case .pause(let assignment):
            pauses += 1
            sources[Int(assignment.partition.partition)].isPaused = true
        case .resume(let assignment):
            resumptions += 1
            sources[Int(assignment.partition.partition)].isPaused = false
        case .startTimer(.command(let id, let number), let wait):
            end(id)
            at(now + wait, timer: id) { $0.tell { $0.timerFired(.command(id, number: number), at: $1) } }
        case .endTimer(let id): end(id)
        case .startTimer(let timer, let wait): later(wait) { $0.timerFired(timer, at: $1) }
        case .report(.recordSettled(let position, let reason, _, _)): ended(position, reason)
        case .obtainPermission(let id, _):
            let grant = TokenGrant(roles: ["Calendars.ReadWrite"], scopes: [])
            later(Self.tokenTime) { $0.permissionAnswered(id, .success(grant), at: $1) }
        case .readMeeting, .readCalendar, .sendCancel: askGraph(action)
        case .start, .readCommandEnd, .completeRevocation, .closeSource, .cutOff, .report, .fail, .finish: break
        }
    }

    private func ended(_ position: RecordPosition, _ reason: OutcomeReason) {
        let number = sources[Int(position.partition)].log[Int(position.offset)]
        settled.append(number)
        latencies[number] = now - commands[number].arrival
        reasons[number] = reason
    }

    private func askGraph(_ action: PipelineAction) {
        switch action {
        case .readMeeting(let id, let address, _, _):
            ask(id, address) { run in
                let found = run.snapshot(address).map { Result<_, ExchangeFailure>.success($0) }
                return found ?? .failure(ExchangeFailure(kind: .notFound, verdict: .permanent))
            } tell: {
                $0.meetingRead(id, $1, at: $2)
            }
        case .readCalendar(let id, let address, _, _):
            ask(id, address) {
                .success([$0.snapshot(address)].compactMap(\.self))
            } tell: {
                $0.calendarRead(id, $1, at: $2)
            }
        case .sendCancel(let id, let address, _, _, _):
            ask(id, address, isCancel: true) { _ in
                .success(GraphTrace(status: 202))
            } tell: {
                $0.cancelAnswered(id, $1, at: $2)
            }
        default: break
        }
    }

    /// A meeting that was cancelled is gone, for reads by its id too.
    private func snapshot(_ address: MeetingAddress) -> MeetingSnapshot? {
        graph.cancelled.contains(address.eventID) ? nil : ScriptedCalendar.meeting(address.eventID)
    }

    private func ask<Value>(
        _ id: CommandID, _ address: MeetingAddress, isCancel: Bool = false,
        serve: @escaping (StormRun) -> Result<Value, ExchangeFailure>,
        tell: @escaping (inout WorkerMachine, Result<Value, ExchangeFailure>, Moment) -> Void
    ) {
        let (answer, after) = graph.sent(address, of: id.offset, isCancel: isCancel, at: now)
        at(now + after) { run in
            let result: Result<Value, ExchangeFailure> =
                switch answer {
                case .served: serve(run)
                case .throttled(let wait):
                    .failure(ExchangeFailure(kind: .throttled, verdict: .surelyNotProcessed, retryAfter: wait))
                case .timeout, .lost: .failure(ExchangeFailure(kind: .unavailable, verdict: .ambiguous))
                }
            run.graph.answered(address, answer, isCancel: isCancel, at: run.now)
            run.tell { tell(&$0, result, $1) }
        }
    }
}
