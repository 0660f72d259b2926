package import MeetingCancellation
import Synchronization

/// The path of a command through the worker, as tasks around one machine: decode → authorize → schedule → commit intent →
/// call Graph → commit outcome.
///
/// ``WorkerMachine`` decides everything. Four tasks feed it and do what it says: rebalances, intake, actions, a periodic
/// look. ``run()`` ends when the source is closed (by ``stop()``) and everything that could be finished has been
/// committed, or throws why the worker must not go on.
package final class CommandPipeline: Sendable {
    private let source: any CommandSource
    private let log: any OutcomeLog
    private let ledger: any LedgerSource
    private let calendar: any MeetingCalendar
    private let clock: any PipelineClock
    private let observer: any PipelineObserver
    private let requestBound: Duration
    private let lookInterval: Duration
    private let room: MachineRoom
    private let cutOffs = Mutex<[Assignment: CutOff]>([:])
    private let commandTimers = CommandTimers()

    /// - Parameters:
    ///   - outcomeSource: CloudEvents source of the outcomes, `/rescind/<group.id>`.
    ///   - writer: a number that no other run of any worker has.
    ///   - seed: of the jitter.
    package init(
        source: any CommandSource, log: any OutcomeLog, ledger: any LedgerSource, calendar: any MeetingCalendar,
        policy: AuthorizationPolicy, outcomeSource: String, limits: PipelineLimits, clock: any PipelineClock,
        observer: any PipelineObserver, writer: UInt64, seed: UInt64
    ) {
        self.source = source
        self.log = log
        self.ledger = ledger
        self.calendar = calendar
        self.clock = clock
        self.observer = observer
        requestBound = limits.attempt.requestBound
        lookInterval = limits.lookInterval
        let machine = WorkerMachine(
            policy: policy, outcomeSource: outcomeSource, limits: limits, writer: writer, seed: seed
        )
        room = MachineRoom(machine: machine, clock: clock)
    }

    /// Whether outcomes can be committed, every partition was restored in time, and nothing has asked to stop.
    package var isReady: Bool { room.ask { $0.isReady } }

    package var load: PipelineLoad { room.ask { $0.load } }

    /// What the worker is doing, within ``StatusBounds``.
    package var status: PipelineStatus { room.askNow { $0.status(at: $1) } }

    /// What has stopped moving, so that only a new process would help.
    package var stalls: [PipelineStall] {
        let (progress, uptime) = room.progress
        return progress.stalls(at: uptime)
    }

    /// Takes in nothing more, finishes and commits what runs within the drain bound, leaves the group.
    package func stop() { room.tell { $0.stopRequested(at: $1) } }

    /// Holds back what people have paused, from now on and until the next list.
    package func pausesRead(_ orders: [PauseOrder]) { room.tell { $0.pausesRead(orders, at: $1) } }

    /// Call once.
    /// - Throws: ``PipelineFailure``.
    package func run() async throws {
        room.tell { $0.began(at: $1) }
        var failure: (any Error)?
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await self.act() }
                group.addTask { await self.takeIn() }
                group.addTask { await self.followAssignments() }
                group.addTask { await self.keepLooking() }
                // Not `waitForAll`, which would wait for the others before it passes the first error on.
                while try await group.next() != nil {}
            }
        } catch is Finished {} catch {
            failure = error
            await leave()
        }
        room.looksEnd()
        await log.close()
        if let failure { throw failure }
    }

    private struct Finished: Error {}

    /// This worker must not go on, and nobody else can until the partitions are given up.
    private func leave() async {
        source.close()
        for id in room.openRevocations { source.revocationHandled(id) }
        while let change = await source.nextChange() {
            if case .revoked(_, _, let id) = change { source.revocationHandled(id) }
        }
    }

    // MARK: What happens

    private func followAssignments() async {
        while let change = await source.nextChange() {
            switch change {
            case .assigned(let assignments): room.tell { $0.assigned(assignments, at: $1) }
            case .revoked(let assignments, let lost, let id):
                room.tell { $0.revoked(assignments, lost: lost, id: id, at: $1) }
            }
        }
        room.tell { $0.sourceClosed(at: $1) }
    }

    private func takeIn() async {
        var signals = room.room.signals.makeAsyncIterator()
        while let batch = await source.nextBatch() {
            room.tell { $0.recordsArrived(batch.records, of: batch.assignment, at: $1) }
            // A partition that is to be paused must be before the next batch, or it fills the room of all the others.
            while !room.mayTakeIn {
                guard await signals.next() != nil else { return }
            }
        }
    }

    /// Ends with the task: nothing of the pipeline waits for it.
    private func keepLooking() async {
        repeat { room.look() } while (try? await clock.sleep(for: lookInterval)) != nil
    }

    // MARK: What is to be done

    /// What does not wait is done here, in the machine's order; everything else in a task of its own.
    private func act() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for await _ in room.work.signals {
                while let action = room.nextAction() {
                    switch action {
                    case .start(let assignment, let offset): source.start(assignment, at: offset)
                    case .pause(let assignment): source.pause(assignment)
                    case .resume(let assignment): source.resume(assignment)
                    case .completeRevocation(let id): source.revocationHandled(id)
                    case .closeSource: source.close()
                    case .report(let event): observer.observe(event)
                    case .cutOff(let assignment): cutOffs.withLock { $0.removeValue(forKey: assignment) }?.happen()
                    case .fail(let failure): throw failure
                    case .finish: throw Finished()
                    case .openLog, .commit: group.addTask { await self.useLog(action) }
                    case .startTimer(.command(let id, let number), let duration):
                        let end = commandTimers.begin(id)
                        group.addTask {
                            await self.wait(duration, for: .command(id, number: number), end)
                            self.commandTimers.ended(id, end)
                        }
                    case .endTimer(let id): commandTimers.end(id)
                    case .startTimer(let timer, let duration):
                        let cutOff = timer.assignment.map(cutOff)
                        group.addTask { await self.wait(duration, for: timer, cutOff) }
                    case .countPartitions(let assignment), .readCommittedOffset(let assignment),
                        .readLedgerEnd(let assignment), .readLedger(let assignment, _, _),
                        .readCommandEnd(let assignment):
                        let cutOff = cutOff(of: assignment)
                        group.addTask { await self.restore(assignment, action, cutOff) }
                    case .obtainPermission(let id, _), .readMeeting(let id, _, _, _), .readCalendar(let id, _, _, _),
                        .sendCancel(let id, _, _, _, _):
                        let cutOff = cutOff(of: id.assignment)
                        group.addTask { await self.call(action, cutOff) }
                    }
                }
                room.room.signal()
            }
        }
    }

    private func cutOff(of assignment: Assignment) -> CutOff {
        cutOffs.withLock { cutOffs in
            let cutOff = cutOffs[assignment] ?? CutOff()
            cutOffs[assignment] = cutOff
            return cutOff
        }
    }

    private func wait(_ duration: Duration, for timer: TimerID, _ cutOff: CutOff?) async {
        let clock = clock
        if let cutOff {
            guard await cutOff.limit(clock, { try? await clock.sleep(for: duration) }) != nil else { return }
        } else {
            try? await clock.sleep(for: duration)
        }
        guard !Task.isCancelled else { return }
        room.tell { $0.timerFired(timer, at: $1) }
    }

    private func useLog(_ action: PipelineAction) async {
        room.logCallBegan()
        defer { room.logCallEnded() }
        switch action {
        case .openLog:
            do throws(CommitFailure) {
                try await log.open()
                room.tell { $0.logOpened(at: $1) }
            } catch {
                room.tell { $0.logOpeningFailed(error, at: $1) }
            }
        case .commit(let batch):
            do throws(CommitFailure) {
                let receipt = try await log.commit(batch)
                room.tell { $0.batchCommitted(receipt, at: $1) }
            } catch {
                room.tell { $0.commitFailed(error, at: $1) }
            }
        default: break
        }
    }

    private func restore(_ assignment: Assignment, _ action: PipelineAction, _ cutOff: CutOff) async {
        let failure = await cutOff.limit(clock) { () -> (any Error)? in
            do {
                try await self.askForRestore(assignment, action)
                return nil
            } catch { return error }
        }
        guard let failure = failure ?? nil else { return }
        room.tell { $0.ledgerStepFailed(assignment, code: "\(failure)", at: $1) }
    }

    private func askForRestore(_ assignment: Assignment, _ action: PipelineAction) async throws {
        let partition = assignment.partition
        switch action {
        case .countPartitions:
            let commands = try await source.partitionCount(of: partition.topic)
            let ledger = try await ledger.partitionCount()
            room.tell { $0.partitionsCounted(assignment, commands: commands, ledger: ledger, at: $1) }
        case .readCommittedOffset:
            let offset = try await source.committedOffsets([partition])[partition]
            room.tell { $0.committedOffsetRead(assignment, offset, at: $1) }
        case .readLedgerEnd:
            let end = try await ledger.end(of: partition.partition)
            room.tell { $0.ledgerEndRead(assignment, end, at: $1) }
        case .readLedger(_, let start, let end):
            let next = try await ledger.read(partition.partition, from: start, to: end) { entries in
                self.room.tell { $0.ledgerEntriesRead(assignment, entries, at: $1) }
            }
            room.tell { $0.ledgerRead(assignment, next: next, at: $1) }
        case .readCommandEnd:
            let end = try await source.end(of: partition)
            room.tell { $0.commandEndRead(assignment, end, at: $1) }
        default: break
        }
    }

    private func call(_ action: PipelineAction, _ cutOff: CutOff) async {
        let calendar = calendar
        switch action {
        case .obtainPermission(let id, let address):
            guard let answer = await cutOff.limit(clock, { await calendar.permission(at: address) }) else { return }
            room.tell { $0.permissionAnswered(id, answer, at: $1) }
        case .readMeeting(let id, let address, let countsAttendees, let request):
            let answer = await cutOff.limit(clock) {
                await calendar.read(address, countsAttendees: countsAttendees, for: request)
            }
            guard let answer else { return }
            room.tell { $0.meetingRead(id, answer, at: $1) }
        case .readCalendar(let id, let address, let start, let request):
            let answer = await cutOff.limit(clock) {
                await calendar.entries(around: start, at: address, for: request)
            }
            guard let answer else { return }
            room.tell { $0.calendarRead(id, answer, at: $1) }
        case .sendCancel(let id, let address, let comment, let request, let latestStart):
            // R counts from here, and the next owner's first look-up relies on it.
            let answer = await cutOff.limit(clock, bound: requestBound) {
                await calendar.cancel(address, comment: comment, for: request, latestStart: latestStart)
            }
            guard let answer else { return }
            room.tell { $0.cancelAnswered(id, answer, at: $1) }
        default: break
        }
    }
}

extension TimerID {
    /// Nobody waits for the timer once this assignment has ended.
    fileprivate var assignment: Assignment? {
        switch self {
        case .withdrawal(let id): id.assignment
        case .restore(let assignment, _), .restoreAlarm(let assignment), .room(let assignment),
            .unblock(let assignment), .gate(let assignment):
            assignment
        // A command's timer ends with the command.
        case .command, .drain, .lanes, .pauses, .log: nil
        }
    }
}
