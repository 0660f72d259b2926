import CommandContract
import CommandPipeline
import MeetingCancellation

/// One run of a plan: faults, then none, then everything must come to rest; then the checker reads the logs.
final class SimulationRun {
    let plan: SimulationPlan
    let world: World
    let kafka: KafkaModel
    let graph: GraphModel
    private(set) var processes: [WorkerProcess] = []
    private(set) var allowsOtherSource = true
    /// What is paused at this moment.
    private(set) var orders: [PauseOrder] = []
    private(set) var failures: [(process: Int, failure: PipelineFailure)] = []
    private(set) var produced: [ProducedRecord] = []
    private lazy var replays = ReplayDesk(run: self)
    private var requestFaults: [Int: [Int: Fault.Effect]] = [:]
    private var stepFaults: [Int: [Int: Fault.Effect]] = [:]
    private var requestCounts = [Int](repeating: 0, count: RequestKind.allCases.count)
    private(set) var stepCounts: [Int]
    private var storms: [(kind: RequestKind, until: Ticks, percent: Int)] = []
    private var isHealed = false
    private var lastBatch = 0
    private var restarts: [Int: Ticks] = [:]
    private let rate: Int

    init(plan: SimulationPlan, isTracing: Bool = false) {
        self.plan = plan
        world = World(seed: plan.seed, isTracing: isTracing)
        kafka = KafkaModel(world: world, partitions: plan.partitions)
        graph = GraphModel(world: world, plan: plan)
        stepCounts = [Int](repeating: 0, count: max(plan.slots, 4))
        rate = plan.slowness
        if let limit = plan.recordLimit { kafka.recordLimit = limit }
        kafka.transactionTimeout = plan.transactionTimeout
        kafka.markerDelay = 500...plan.markerDelay
    }

    // MARK: Running

    func run() -> SimulationResult {
        prepare()
        while !hasEndedEarly, world.step(until: plan.healsAt) {}
        heal()
        let end = plan.healsAt + plan.patience
        var quietChecks = 0
        var check = world.now
        // What is staged shows nowhere until it is handed out, so one quiet moment is not rest.
        while quietChecks < 4, world.step(until: end) {
            guard world.now >= check else { continue }
            check = world.now + .milliseconds(500)
            quietChecks = isQuiet ? quietChecks + 1 : 0
        }
        let isAtRest = quietChecks == 4
        world.note("end", text: unrest)
        let history = History(of: self)
        defer { release() }
        var violations = Checker(history: history, plan: plan).violations()
        if !isAtRest { violations.append(Violation(.progress, unrest)) }
        violations += insideOut(isAtRest: isAtRest)
        return SimulationResult(
            seed: plan.seed, hash: world.hash, events: world.events, violations: violations,
            statistics: history.statistics,
            trace: world.trace, steps: stepCounts
        )
    }

    private func release() {
        world.end()
        kafka.end()
        for process in processes { process.kill("over") }
        world.end()
    }

    private func prepare() {
        for fault in plan.faults {
            switch fault.trigger {
            case .request(let kind, let number): requestFaults[kind.rawValue, default: [:]][number] = fault.effect
            case .step(let slot, let number): stepFaults[slot, default: [:]][number] = fault.effect
            case .time(let time): world.after(time) { [self] in happen(fault.effect) }
            }
        }
        for number in plan.commands.indices where !plan.omitted.contains(number) {
            world.after(plan.commands[number].at) { [self] in produce(number) }
        }
        replays.open()
        for slot in 0..<plan.slots {
            world.after(world.random.int(0...400_000)) { [self] in start(slot) }
        }
    }

    private func produce(_ number: Int) {
        let partition = Workload.partition(number, of: plan)
        append(Workload.record(number, of: plan), to: partition, command: number, replay: 0)
    }

    /// - Parameters:
    ///   - number: of the plan's command.
    ///   - replay: 0 for itself, or the number of its replay.
    func append(_ record: ContractRecord, to partition: Int32, command number: Int, replay: Int) {
        let offset = kafka.log(.commands, partition).append([record], of: nil)
        produced.append(ProducedRecord(partition: partition, offset: offset, command: number, replay: replay))
        world.note("record", Int(partition), Int(offset), number, replay, text: "\(plan.commands[number].kind)")
    }

    private var quietSince: Ticks?
    private var lastLook: Ticks = 0

    private var hasEndedEarly: Bool {
        guard plan.endsEarly, world.now >= lastLook + .milliseconds(250), produced.count >= plan.commands.count else {
            return false
        }
        lastLook = world.now
        guard isQuiet else {
            quietSince = nil
            return false
        }
        quietSince = quietSince ?? world.now
        return world.now - (quietSince ?? world.now) >= .seconds(1)
    }

    // MARK: Processes

    func living(_ slot: Int) -> WorkerProcess? { processes.last { $0.slot == slot && $0.isAlive } }

    func start(_ slot: Int) {
        guard living(slot) == nil else { return }
        begin(slot)
    }

    private func begin(_ slot: Int) {
        let process = WorkerProcess(number: processes.count, slot: slot, run: self)
        processes.append(process)
        process.begin()
    }

    /// Whoever watches over the processes starts another one.
    func processEnded(_ process: WorkerProcess) {
        let slot = process.slot
        let delay = restarts.removeValue(forKey: slot) ?? world.random.int(100_000...3_000_000)
        world.after(delay) { [self] in start(slot) }
    }

    func failed(_ failure: PipelineFailure, _ process: WorkerProcess) {
        world.note("failure", process.number, text: "\(failure)")
        failures.append((process.number, failure))
    }

    func observed(_ event: PipelineEvent, by process: WorkerProcess) {
        world.note("event", process.number, text: event.short)
    }

    func nextBatch() -> Int {
        lastBatch += 1
        return lastBatch
    }

    // MARK: Faults

    func effect(on kind: RequestKind, slot: Int) -> Fault.Effect? {
        requestCounts[kind.rawValue] += 1
        // A heartbeat changes nothing that a crash could lose.
        if kind != .heartbeat { stepCounts[slot] += 1 }
        guard !isHealed else { return nil }
        if kind != .heartbeat, let effect = stepFaults[slot]?[stepCounts[slot]] { return effect }
        if let effect = requestFaults[kind.rawValue]?[requestCounts[kind.rawValue]] { return effect }
        for storm in storms where storm.kind == kind && storm.until > world.now && world.random.chance(storm.percent) {
            return PlanGenerator.mishap(of: kind, &world.random)
        }
        return nil
    }

    func latency(of kind: RequestKind) -> Ticks {
        let range: ClosedRange<Ticks> =
            switch kind {
            case .token: 100...20_000
            case .readMeeting, .readCalendar, .cancel: 5000...120_000
            default: 200...4000
            }
        return world.random.int(range) * rate / 100
    }

    private func happen(_ effect: Fault.Effect) {
        guard !isHealed else { return }
        world.note("fault", text: "\(effect)")
        switch effect {
        case .kill(let slot, let restart):
            restarts[slot] = restart
            living(slot)?.kill("killed")
        case .stop(let slot, let restart):
            restarts[slot] = restart
            living(slot)?.stop()
        case .freeze(let slot, let span): living(slot)?.freeze(for: span)
        case .replace(let slot): if slot < plan.slots { begin(slot) }
        case .join(let slot): start(slot)
        case .ledgerWithoutLeader(let partition, let span):
            kafka.log(.ledger, Int32(partition % plan.partitions)).leaderlessUntil = world.now + span
        case .resetOffset(let partition, let back): resetOffset(Int32(partition % plan.partitions), back: back)
        case .expireOffset(let partition): resetOffset(Int32(partition % plan.partitions), back: nil)
        case .compact(let partition): kafka.log(.ledger, Int32(partition % plan.partitions)).compact()
        case .truncate(let partition):
            let number = Int32(partition % plan.partitions)
            kafka.log(.commands, number).truncate(before: kafka.committedOffsets[number] ?? 0)
        case .moveMeeting(let meeting): graph.move(meeting)
        case .removeRights: removeRights()
        case .refuseTokens(let span): graph.refusesTokensUntil = world.now + span
        case .refuseTenant(let tenant, let span): graph.refuse(tenant, until: world.now + span)
        case .storm(let kind, let span, let percent): storms.append((kind, world.now + span, percent))
        case .pause(let onlyOtherSource, let span):
            pause(onlyOtherSource ? .source(Workload.otherSource) : .everything, span)
        case .throttle(let whom, let span): graph.throttle(whom, until: world.now + span)
        case .refuseWrites(let span): kafka.refusesWritesUntil = world.now + span
        case .refuseForwards(let span): kafka.refusesForwardsUntil = world.now + span
        default: break
        }
    }

    /// The broker lets nobody change the offsets of a group that has members, so all of them are gone before.
    private func resetOffset(_ partition: Int32, back: Int?) {
        let pause: Ticks = .seconds(9)
        for process in processes where process.isAlive {
            restarts[process.slot] = pause
            process.kill("killed")
        }
        world.after(pause - .seconds(1)) { [self] in
            guard !kafka.hasOpenTransactions, let committed = kafka.committedOffsets[partition] else { return }
            kafka.committedOffsets[partition] = back.map { max(0, committed - Int64($0)) }
        }
    }

    private func pause(_ scope: PauseOrder.Scope, _ span: Ticks) {
        guard orders.isEmpty else { return }
        orders = [PauseOrder(scope, reason: "drawn", since: Timestamp(milliseconds: World.epoch))]
        for process in processes { process.tellPauses() }
        world.after(span) { [self] in resume() }
    }

    private func resume() {
        orders = []
        for process in processes { process.tellPauses() }
    }

    private func removeRights() {
        allowsOtherSource = false
        for process in processes where process.isAlive { process.stop() }
    }

    private func heal() {
        world.note("healed")
        isHealed = true
        storms = []
        kafka.refusesForwardsUntil = 0
        kafka.refusesWritesUntil = 0
        graph.refusesTokensUntil = 0
        graph.throttleNobody()
        graph.refuseNobody()
        // Else whoever waits for something else would be woken by it.
        if !orders.isEmpty { resume() }
        for log in kafka.logs.values { log.leaderlessUntil = 0 }
        for process in processes { process.thaw() }
        for slot in 0..<plan.slots { world.after(.milliseconds(10)) { [self] in start(slot) } }
    }

    // MARK: Rest

    private func lastRecord(_ partition: Int32) -> Int64? {
        let log = kafka.log(.commands, partition)
        return log.records.indices.last { [.plain, .committed, .open].contains(log.records[$0].standing) }
            .map { Int64($0) }
    }

    /// The group's offset, or the ledger's when somebody has put that one back.
    private func reached(_ partition: Int32) -> Int64 {
        let position = kafka.log(.ledger, partition).records.last { record in
            record.standing == .committed && record.key.flatMap(LedgerKey.init) == .position
        }
        var reached = kafka.committedOffsets[partition] ?? 0
        if let value = position?.value, case .position(let last)? = try? LedgerRecord(value, recorded: nil) {
            reached = max(reached, last.nextOffset)
        }
        return reached
    }

    private var isQuiet: Bool {
        guard !kafka.hasOpenTransactions else { return false }
        for partition in 0..<kafka.partitionCount {
            guard let last = lastRecord(partition), last >= kafka.log(.commands, partition).start else { continue }
            guard reached(partition) > last else { return false }
        }
        var owned: Set<Int32> = []
        for process in processes where process.isAlive {
            let load = process.machine.load
            guard load.running == 0, load.staged == 0, !process.isCommitting, process.machine.isReady else {
                return false
            }
            guard load.partitions.allSatisfy({ process.restored.contains($0.partition.partition) }) else {
                return false
            }
            owned.formUnion(process.restored)
        }
        return owned.count == Int(kafka.partitionCount)
    }

    private var unrest: String {
        let offsets = (0..<kafka.partitionCount).map { partition in
            "\(partition): \(kafka.committedOffsets[partition].map(String.init) ?? "-") of \(kafka.log(.commands, partition).end)"
        }
        let loads = processes.filter(\.isAlive).map { process in
            let load = process.machine.load
            return "process \(process.number) running \(load.running) staged \(load.staged) "
                + "ready \(process.machine.isReady) partitions \(load.partitions.map(\.partition.partition).sorted())"
        }
        return "offsets \(offsets) open \(kafka.hasOpenTransactions) \(loads)"
    }

    /// What the machines themselves say at the end: counters must have come back to nothing.
    private func insideOut(isAtRest: Bool) -> [Violation] {
        var violations = failures.compactMap { failure -> Violation? in
            if case .refused = failure.failure { return nil }
            return Violation(.progress, "process \(failure.process) stopped: \(failure.failure)")
        }
        for process in processes where process.machine.load.staged < 0 {
            violations.append(Violation(.counters, "process \(process.number) counts \(process.machine.load.staged)"))
        }
        return violations
    }
}

extension PipelineEvent {
    /// For the trace.
    fileprivate var short: String {
        switch self {
        case .recordSettled(let position, let reason, let attempts, let isPrimary):
            "settled \(position.partition)/\(position.offset) \(reason) attempts \(attempts) primary \(isPrimary)"
        case .partitionRestored(let assignment, let start, let settled, let waiting, let inDoubt):
            "restored \(assignment.partition.partition) at \(start.map(String.init) ?? "-") settled \(settled) "
                + "waiting \(waiting) in doubt \(inDoubt)"
        case .partitionsAssigned(let assignments): "assigned \(assignments.map(\.partition.partition))"
        case .partitionsRevoked(let assignments, let isLost):
            "gave up \(assignments.map(\.partition.partition)) lost \(isLost)"
        case .commitDecided(let assignment, let happened): "decided \(assignment.partition.partition) \(happened)"
        default: "\(self)"
        }
    }
}
