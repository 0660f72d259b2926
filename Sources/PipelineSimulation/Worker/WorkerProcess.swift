import CommandContract
import CommandPipeline
import MeetingCancellation

/// One process of a worker: its machine and what stands between the machine and the models. It may die or freeze at every
/// request.
final class WorkerProcess {
    let number: Int
    let slot: Int
    unowned let run: SimulationRun
    private(set) var machine: WorkerMachine
    private(set) var isAlive = true
    private var isFrozen = false
    private var held: [() -> Void] = []
    private let uptimeBase: Ticks
    let allowsOtherSource: Bool
    private(set) var isStopping = false
    /// When it was told what is paused.
    private(set) var pauses: [(at: Ticks, scopes: [PauseOrder.Scope])] = []
    /// A partition went to another process unasked, or before everything of it was written.
    private(set) var hasLost = false
    /// Assignments whose requests nobody waits for.
    private var cut: Set<Assignment> = []
    private(set) lazy var consumer = ConsumerClient(process: self)
    private(set) lazy var log = TransactionClient(process: self)
    private var isPumping = false
    /// A transaction was handed out, and its end is not known.
    var isCommitting = false
    /// Ends of ledgers as they were before the stable offset was asked for.
    var earlyEnds: [Int32: Int64] = [:]
    /// The timers of commands, by number: one of each at most.
    private var timers: [CommandID: Int] = [:]
    /// Partitions whose ledger is read.
    private var restoredAssignments: Set<Assignment> = []
    var restored: Set<Int32> { Set(restoredAssignments.map(\.partition.partition)) }

    init(number: Int, slot: Int, run: SimulationRun) {
        self.number = number
        self.slot = slot
        self.run = run
        uptimeBase = .seconds(100 * (number + 1))
        allowsOtherSource = run.allowsOtherSource
        machine = WorkerMachine(
            policy: Workload.policy(allowsOtherSource: run.allowsOtherSource), outcomeSource: "/rescind/model",
            limits: run.plan.limits, writer: UInt64(number + 1), seed: run.world.random.next()
        )
    }

    var world: World { run.world }

    var moment: Moment {
        let skew = run.plan.skew[slot % run.plan.skew.count]
        return Moment(
            now: Timestamp(milliseconds: World.epoch + Int64((world.now + skew) / 1000)),
            uptime: .microseconds(world.now + uptimeBase)
        )
    }

    // MARK: Life

    func begin() {
        world.note("process", number, slot)
        if !run.orders.isEmpty { tellPauses() }
        tell { $0.began(at: $1) }
        consumer.begin()
    }

    /// Everything that is paused from now on.
    func tellPauses() {
        enter { [self] in
            let orders = run.orders
            tell { $0.pausesRead(orders, at: $1) }
            pauses.append((world.now, orders.map(\.scope)))
        }
    }

    /// SIGTERM.
    func stop() {
        enter { [self] in
            guard !isStopping else { return }
            isStopping = true
            world.note("stop", number)
            tell { $0.stopRequested(at: $1) }
        }
    }

    func kill(_ reason: StaticString) {
        guard isAlive else { return }
        world.note(reason, number, slot)
        isAlive = false
        held = []
        run.processEnded(self)
    }

    /// SIGSTOP: nothing of it runs; what it has sent arrives.
    func freeze(for span: Ticks) {
        guard isAlive, !isFrozen else { return }
        world.note("freeze", number, span)
        isFrozen = true
        world.after(span) { [self] in thaw() }
    }

    func thaw() {
        guard isAlive, isFrozen else { return }
        world.note("thaw", number)
        isFrozen = false
        let missed = held
        held = []
        for body in missed { enter(body) }
    }

    /// Everything that runs inside of the process goes through here.
    func enter(_ body: @escaping () -> Void) {
        guard isAlive else { return }
        if isFrozen { held.append(body) } else { body() }
    }

    // MARK: Machine

    func tell(_ input: (inout WorkerMachine, Moment) -> Void) {
        guard isAlive else { return }
        input(&machine, moment)
        for action in machine.takeActions() where isAlive { perform(action) }
        pump()
    }

    /// The intake: takes the next batch when there is room.
    func pump() {
        guard !isPumping else { return }
        isPumping = true
        defer { isPumping = false }
        while isAlive, machine.hasRoom, let batch = consumer.nextBatch() {
            world.note("records", number, Int(batch.assignment.partition.partition), batch.records.count)
            tell { $0.recordsArrived(batch.records, of: batch.assignment, at: $1) }
        }
    }

    private func perform(_ action: PipelineAction) {
        switch action {
        case .openLog: soon { $0.log.open() }
        case .commit(let batch):
            isCommitting = true
            // The thread of the producer may be busy for long.
            if world.random.chance(1) {
                world.after(world.random.int(0...8_000_000)) { [self] in enter { [self] in log.commit(batch) } }
            } else {
                soon { $0.log.commit(batch) }
            }
        case .countPartitions(let assignment), .readCommittedOffset(let assignment), .readLedgerEnd(let assignment),
            .readLedger(let assignment, _, _), .readCommandEnd(let assignment):
            soon { $0.restore(assignment, action) }
        case .start(let assignment, let offset): consumer.start(assignment, at: offset)
        case .pause(let assignment):
            world.note("pause", number, Int(assignment.partition.partition))
            consumer.pause(assignment)
        case .resume(let assignment):
            world.note("resume", number, Int(assignment.partition.partition))
            consumer.resume(assignment)
        case .completeRevocation(let id): soon { $0.consumer.completeRevocation(id) }
        case .closeSource: soon { $0.consumer.close() }
        case .obtainPermission(let id, _), .readMeeting(let id, _, _, _), .readCalendar(let id, _, _, _),
            .sendCancel(let id, _, _, _, _):
            if let (address, question) = action.question { talk(.asked(id, address, question)) }
            soon { if !$0.isCut(id.assignment) { $0.callGraph(action) } }
        case .cutOff(let assignment):
            talk(.over(assignment))
            cut.insert(assignment)
        case .startTimer(let timer, let duration):
            if case .command(let id, let number) = timer {
                timers[id] = number
                talk(.waits(id))
            }
            world.after(max(duration.ticks, 1)) { [self] in enter { [self] in fire(timer) } }
        case .endTimer(let id): timers[id] = nil
        case .report(let event):
            remember(event)
            run.observed(event, by: self)
        case .fail(let failure):
            run.failed(failure, self)
            kill("failed")
        case .finish:
            world.note("finished", number)
            kill("exit")
        }
    }

    private func remember(_ event: PipelineEvent) {
        switch event {
        case .partitionRestored(let assignment, _, _, _, _): restoredAssignments.insert(assignment)
        case .partitionsRevoked(let assignments, let isLost):
            hasLost = hasLost || isLost
            // The end of an older assignment may be told when the partition has come back already.
            restoredAssignments.subtract(assignments)
        case .partitionTakenOver(let assignment):
            hasLost = true
            restoredAssignments.remove(assignment)
        default: break
        }
    }

    /// A task of its own begins a little later.
    private func soon(_ body: @escaping (WorkerProcess) -> Void) {
        let delay = world.random.chance(3) ? world.random.int(0...60_000) : world.random.int(10...300)
        world.after(delay) { [self] in enter { [self] in body(self) } }
    }

    func isCut(_ assignment: Assignment) -> Bool {
        cut.contains(assignment) && !PlantedFault.isOn(.epochsIgnored)
    }

    private func fire(_ timer: TimerID) {
        switch timer {
        case .command(let id, _) where isCut(id.assignment), .withdrawal(let id) where isCut(id.assignment): return
        case .command(let id, let number) where timers[id] != number: return
        case .restore(let assignment, _) where isCut(assignment), .restoreAlarm(let assignment) where isCut(assignment):
            return
        default: tell { $0.timerFired(timer, at: $1) }
        }
    }

    // MARK: Requests

    /// One request on its way there and back.
    /// - Parameters:
    ///   - timeout: when the client takes it for lost.
    ///   - refused: the server's answer when the plan wants a refusal of this number.
    ///   - sent: is called when it leaves the process; false keeps it there.
    ///   - serve: is called when it arrives.
    func call<Value>(
        _ kind: RequestKind, timeout: Ticks, refused: ((Int) -> Value?)? = nil, sent: @escaping () -> Bool = { true },
        serve: @escaping (@escaping (Value) -> Void) -> Void, answer: @escaping (Answer<Value>) -> Void
    ) {
        let effect = run.effect(on: kind, slot: slot)
        if let effect { world.note("fault", number, kind.rawValue, text: "\(kind) \(effect)") }
        switch effect {
        case .killBefore: return kill("killed before sending")
        case .freezeBefore(let span):
            freeze(for: span)
            return enter { [self] in
                transmit(kind, nil, timeout, refused, sent, serve, answer)
            }
        default: transmit(kind, effect, timeout, refused, sent, serve, answer)
        }
    }

    private func transmit<Value>(
        _ kind: RequestKind, _ effect: Fault.Effect?, _ timeout: Ticks, _ refused: ((Int) -> Value?)?,
        _ sent: @escaping () -> Bool, _ serve: @escaping (@escaping (Value) -> Void) -> Void,
        _ answer: @escaping (Answer<Value>) -> Void
    ) {
        guard sent() else { return }
        var isOver = false
        func end(_ result: Answer<Value>) {
            enter {
                guard !isOver else { return }
                isOver = true
                answer(result)
            }
        }
        func deliver(_ value: Value) {
            world.after(run.latency(of: kind)) { end(.value(value)) }
        }
        let arrival = run.latency(of: kind)
        switch effect {
        case .loseRequest: return world.after(timeout) { end(.lost) }
        case .loseAnswer:
            world.after(arrival) { serve { _ in } }
            return world.after(timeout) { end(.lost) }
        case .late(let span):
            world.after(kind == .cancel ? min(span, timeout - 1) : timeout + span) { serve { _ in } }
            return world.after(timeout) { end(.abandoned) }
        case .refuse(let code):
            world.after(arrival) {
                if let value = refused?(code) { deliver(value) } else { serve(deliver) }
            }
        case .actThenFail(let code):
            world.after(arrival) {
                serve { value in deliver(refused?(code) ?? value) }
            }
        case .killAfterSending:
            // What the dead process has sent to Graph may be on its way for as long as a living one would wait for it.
            let isLate = kind == .cancel && world.random.chance(50)
            world.after(isLate ? world.random.int(0...timeout - 1) : arrival) { serve { _ in } }
            return kill("killed after sending")
        case .killBeforeAnswer:
            world.after(arrival) { [self] in
                serve { [self] _ in kill("killed before the answer") }
            }
        default: world.after(arrival) { serve(deliver) }
        }
        // A server may hold an answer back for longer than anybody waits.
        switch kind {
        case .committedOffset, .readLedger, .cancel, .readMeeting, .readCalendar:
            world.after(timeout) { end(.lost) }
        default: break
        }
    }
}
