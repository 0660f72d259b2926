import CommandContract
package import MeetingCancellation
import Synchronization

/// The path of a command through the worker: decode → authorize → schedule → call Graph → commit outcome and offset.
///
/// Four tasks share one state: rebalances, intake, dispatch and commit. ``run()`` ends when the source is closed (by
/// ``stop()``) and everything that could be finished has been committed, or throws when the log refuses this worker.
package final class CommandPipeline: Sendable {
    private let source: any CommandSource
    private let log: any OutcomeLog
    private let clock: any PipelineClock
    private let observer: any PipelineObserver
    private let limits: PipelineLimits
    private let jitter: @Sendable () -> Double
    private let intake: CommandIntake
    private let runner: CommandRunner
    private let composer: OutcomeComposer
    private let shared: PipelineShared

    /// - Parameters:
    ///   - outcomeSource: CloudEvents source of the outcomes, `/rescind/<group.id>`.
    ///   - jitter: uniform in 0..<1.
    package init(
        source: any CommandSource, log: any OutcomeLog, calendar: any MeetingCalendar, policy: AuthorizationPolicy,
        outcomeSource: String, limits: PipelineLimits, clock: any PipelineClock, observer: any PipelineObserver,
        jitter: @escaping @Sendable () -> Double
    ) {
        self.source = source
        self.log = log
        self.clock = clock
        self.observer = observer
        self.limits = limits
        self.jitter = jitter
        intake = CommandIntake(decoder: RecordDecoder(maximumBytes: limits.commandBytes), policy: policy)
        runner = CommandRunner(calendar: calendar, clock: clock, jitter: jitter, limits: limits.attempt)
        composer = OutcomeComposer(source: outcomeSource, deadLetterBytes: limits.deadLetterBytes)
        shared = PipelineShared(limits: limits)
    }

    /// Whether outcomes can be committed now, and nothing has asked to stop.
    package var isReady: Bool { shared.state.withLock { $0.canCommit && !$0.isStopping } }

    package var load: PipelineLoad { shared.state.withLock { $0.load } }

    /// Takes in nothing more, finishes and commits what runs within the drain bound, leaves the group.
    package func stop() {
        shared.update { $0.stopBegan() }
        source.close()
    }

    /// Call once.
    package func run() async throws {
        let committer = BatchCommitter(
            shared: shared, source: source, log: log, clock: clock, observer: observer, jitter: jitter
        )
        var failure: (any Error)?
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await committer.run() }
                group.addTask { await self.takeIn() }
                group.addTask { await self.dispatch() }
                group.addTask {
                    await self.followAssignments()
                    // The source is closed and drained: this ends the three loops by cancelling them.
                    throw Finished()
                }
                // Not `waitForAll`, which would wait for the others before it passes the first error on.
                while try await group.next() != nil {}
            }
        } catch is Finished {} catch {
            failure = error
            await leave()
        }
        await log.close()
        if let failure { throw failure }
    }

    private struct Finished: Error {}

    /// Without commits nothing may go on, and nobody else can until the partitions are given up.
    private func leave() async {
        shared.update { $0.stopBegan() }
        source.close()
        while let change = await source.nextChange() {
            if case .revoked(_, _, let id) = change { source.revocationHandled(id) }
        }
    }

    private func followAssignments() async {
        let drain = RevocationDrain(shared: shared, clock: clock, observer: observer, bound: limits.drain)
        await withDiscardingTaskGroup { group in
            while let change = await source.nextChange() {
                switch change {
                case .assigned(let assignments):
                    shared.began(assignments)
                    shared.update { $0.assigned(assignments) }
                    observer.partitionsAssigned(assignments)
                    // Beside this loop too: a broker that does not answer must not keep a revocation waiting.
                    group.addTask { await self.start(assignments) }
                case .revoked(let assignments, lost: true, let id):
                    shared.advance(assignments, to: .ended)
                    shared.update { $0.forgotten(assignments) }
                    observer.partitionsRevoked(assignments, lost: true)
                    source.revocationHandled(id)
                case .revoked(let assignments, lost: false, let id):
                    // Beside this loop, because what is being given up in order can be lost meanwhile.
                    group.addTask {
                        await drain.run(assignments)
                        self.observer.partitionsRevoked(assignments, lost: false)
                        self.source.revocationHandled(id)
                    }
                }
            }
        }
    }

    /// Records come once it is known how many partitions there are, or a mailbox would have another partition.
    private func start(_ assignments: [Assignment]) async {
        for topic in Set(assignments.map(\.partition.topic)) {
            while true {
                do {
                    let count = try await source.partitionCount(of: topic)
                    shared.update { $0.counted(count, partitionsOf: topic) }
                    break
                } catch { observer.partitionCountUnreadable(error) }
                let isOwned = shared.state.withLock { state in assignments.contains { state.owns($0) } }
                guard isOwned, (try? await clock.sleep(for: .seconds(1))) != nil else { return }
            }
        }
        source.start(assignments.filter { assignment in shared.state.withLock { $0.owns(assignment) } })
    }

    private func takeIn() async {
        var room = shared.room.signals.makeAsyncIterator()
        while let batch = await source.nextBatch() {
            observer.recordsTaken(count: batch.records.count)
            for record in batch.records { take(record, of: batch.assignment) }
            shared.applyShares({ $0.exceedsShare(batch.assignment) ? [batch.assignment.partition] : [] }, source.pause)
            while !shared.state.withLock({ $0.hasRoom }) {
                guard await room.next() != nil else { return }
            }
        }
    }

    private func take(_ record: ConsumedRecord, of assignment: Assignment) {
        guard shared.state.withLock({ $0.arrived(record, of: assignment) }) else { return }
        let consumed = clock.now
        switch intake.decide(record) {
        case .skip:
            shared.update { $0.settled(record.position, of: assignment, entries: []) }
            observer.recordSkipped(record.position)
        case .settled(let envelope, let settlement, let key):
            settle(record, of: assignment, envelope: envelope, settlement, key: key, consumed: consumed)
        case .run(let authorized):
            let deadline = CommandDeadline.of(
                authorized.command, recorded: record.recorded ?? consumed, default: limits.defaultDeadline
            )
            let staged = StagedCommand(
                authorized: authorized, record: record, consumed: consumed, deadline: deadline
            )
            if let home = detour(of: authorized, record) { return forward(staged, of: assignment, to: home) }
            shared.update { $0.enqueued(staged, of: assignment) }
        }
    }

    /// nil too when the broker has refused a forward.
    private func detour(of authorized: AuthorizedCommand, _ record: ConsumedRecord) -> Int32? {
        RecordRouting.detour(
            of: authorized.address.routingKey, at: record.position, headers: record.headers,
            count: shared.state.withLock { $0.mayForward ? $0.partitionCount(of: record.position.topic) : nil }
        )
    }

    /// Moves the record in the transaction that moves its offset, so that it is in one of the two places at any time.
    private func forward(_ staged: StagedCommand, of assignment: Assignment, to partition: Int32) {
        let entry = ForwardComposer.entry(for: staged.record, to: partition)
        shared.update { $0.forwarded(staged, of: assignment, by: entry) }
        observer.recordForwarded(staged.record.position, to: partition)
    }

    private func dispatch() async {
        await withDiscardingTaskGroup { group in
            for await _ in shared.startable.signals {
                while let (staged, assignment) = shared.state.withLock({ $0.nextCommand() }) {
                    group.addTask { await self.work(staged, of: assignment) }
                }
            }
            // The signals end by cancellation only: what still runs has lost its owner.
            group.cancelAll()
        }
    }

    private func work(_ staged: StagedCommand, of assignment: Assignment) async {
        if let tenure = shared.tenure(of: assignment), let settlement = await run(staged, under: tenure) {
            settle(
                staged.record, of: assignment, envelope: staged.authorized.command.envelope, settlement,
                key: staged.authorized.address.routingKey, consumed: staged.consumed
            )
        }
        shared.update { $0.ended(staged, of: assignment) }
    }

    /// Cuts the command's request off when the tenure ends.
    private func run(_ staged: StagedCommand, under tenure: Tenure) async -> Settlement? {
        enum End: Sendable {
            case ran(Settlement?)
            case tenureEnded
        }
        return await withTaskGroup(of: End.self) { group in
            group.addTask { .ran(await self.runner.run(staged.authorized, deadline: staged.deadline, tenure: tenure)) }
            group.addTask {
                await tenure.reached(.ended)
                return .tenureEnded
            }
            var settlement: Settlement?
            for await end in group {
                if case .ran(let result) = end { settlement = result }
                group.cancelAll()
            }
            return settlement
        }
    }

    private func settle(
        _ record: ConsumedRecord, of assignment: Assignment, envelope: CommandEnvelope?, _ settlement: Settlement,
        key: RoutingKey?, consumed: Timestamp
    ) {
        let timing = OutcomeTiming(consumed: consumed, settled: clock.now)
        let entries = composer.entries(
            for: record, envelope: envelope, settlement: settlement, key: key, timing: timing
        )
        shared.update { $0.settled(record.position, of: assignment, entries: entries) }
        observer.recordSettled(record.position, reason: settlement.reason, attempts: settlement.attempts)
    }
}
