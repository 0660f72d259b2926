import CommandContract
import MeetingCancellation
import Testing

@testable import CommandPipeline

@Suite("Pipeline state")
struct PipelineStateTests {
    private static let quiet = ModelledCluster.partition(0)
    private static let busy = ModelledCluster.partition(1)
    private static let first = Assignment(partition: quiet, epoch: 1)
    private static let other = Assignment(partition: busy, epoch: 1)

    /// The partition goes while the intake decodes the record it has just announced.
    @Test("a command decoded after its partition has gone never starts", arguments: [true, false])
    func enqueuedTooLate(isLeaving: Bool) throws {
        var state = PipelineState(limits: PipelineLimits())
        state.assigned([Self.first])
        let staged = try Self.staged(0)
        let arrived = state.arrived(staged.record, of: Self.first)
        #expect(arrived)
        if isLeaving { state.revocationBegan([Self.first]) } else { state.forgotten([Self.first]) }
        state.enqueued(staged, of: Self.first)
        state.reconciled([:])
        #expect(state.nextCommand() == nil)
        #expect(state.isDrained([Self.first]))
    }

    @Test("a record of a partition that is being given up does not arrive")
    func arrivedTooLate() throws {
        var state = PipelineState(limits: PipelineLimits())
        state.assigned([Self.first])
        state.revocationBegan([Self.first])
        let arrived = try state.arrived(Self.staged(0).record, of: Self.first)
        #expect(!arrived)
        #expect(state.load.staged == 0)
    }

    @Test("a partition that comes back under a new epoch begins afresh")
    func comesBack() throws {
        var state = PipelineState(limits: PipelineLimits())
        state.assigned([Self.first])
        state.revocationBegan([Self.first])
        let wentAtOnce = state.letGo([Self.first])
        #expect(wentAtOnce)
        let second = Assignment(partition: Self.quiet, epoch: 2)
        state.assigned([second])
        let staged = try Self.staged(0)
        let arrivals = [Self.first, second].map { state.arrived(staged.record, of: $0) }
        #expect(arrivals == [false, true])
        state.enqueued(staged, of: second)
        state.reconciled([:])
        #expect(state.nextCommand()?.1 == second)
    }

    /// Between the look that found no open transaction and the end of the assignment, the committer may open the next one.
    @Test("a partition is not let go inside an open transaction, but is when the transaction has no answer")
    func letGoIsAtomic() {
        var state = PipelineState(limits: PipelineLimits())
        state.assigned([Self.first])
        Self.settle(0..<2, in: Self.first, of: &state)
        #expect(!state.isInOpenTransaction([Self.first]))
        #expect(state.takeBatch()?.records == 2)
        let wentWhileOpen = state.letGo([Self.first])
        #expect(!wentWhileOpen)
        #expect(state.owns(Self.first))
        state.commitLeftUndecided()
        #expect(!state.isDrained([Self.first]), "within the drain bound the answer is still awaited")
        let wentUndecided = state.letGo([Self.first])
        #expect(wentUndecided)
        #expect(!state.owns(Self.first))
        #expect(state.openPartitions == [], "nobody asks for the offset of a partition that went")
        state.reconciled([:])
        #expect(state.load.staged == 0)
    }

    @Test("a busy partition does not keep others out of the transactions")
    func fairness() {
        for order in [[Self.busy, Self.quiet], [Self.quiet, Self.busy]] {
            var limits = PipelineLimits()
            limits.batchRecords = 4
            var state = PipelineState(limits: limits)
            let assignments = order.map { Assignment(partition: $0, epoch: 1) }
            state.assigned(assignments)
            for assignment in assignments { Self.settle(0..<20, in: assignment, of: &state) }
            var moved: [CommandPartition: Int] = [:]
            for _ in 0..<6 {
                for partition in (state.takeBatch()?.batch.offsets ?? [:]).keys { moved[partition, default: 0] += 1 }
                state.batchCommitted()
            }
            #expect(moved == [Self.busy: 3, Self.quiet: 3])
        }
    }

    @Test("no command starts before the log is open, while it is lost, nor while an answer is awaited anew")
    func startsWithAnOpenLog() throws {
        var state = PipelineState(limits: PipelineLimits())
        state.assigned([Self.first])
        for offset: Int64 in 0..<2 { try Self.enqueue(offset, of: &state) }
        #expect(state.nextCommand() == nil)
        state.reconciled([:])
        #expect(state.nextCommand() != nil)
        state.logLost()
        #expect(state.nextCommand() == nil)
        state.reconciled([:])
        state.commitLeftUndecided()
        #expect(state.nextCommand() == nil)
        state.reconciled([:])
        #expect(state.nextCommand() != nil)
    }

    @Test("after an abort no command starts until a batch has gone through", arguments: [true, false])
    func startsAfterAnAbort(isReopened: Bool) throws {
        var state = try Self.aborted()
        #expect(state.nextCommand() == nil)
        for _ in 0..<3 {
            #expect(state.takeBatch() != nil)
            #expect(state.nextCommand() == nil, "not while the next try is open")
            state.batchAborted()
            #expect(!state.canCommit)
        }
        if isReopened {
            state.logLost()
            state.reconciled([:])
        } else {
            #expect(state.takeBatch() != nil)
            state.batchCommitted()
        }
        #expect(state.nextCommand() != nil)
    }

    @Test("after an abort commands start when nothing is left to commit", arguments: [true, false])
    func startsWithNothingToCommit(isLost: Bool) throws {
        var state = try Self.aborted()
        state.revocationBegan([Self.other])
        #expect(state.nextCommand() == nil, "its outcome may still be committed")
        if isLost { state.forgotten([Self.other]) } else { _ = state.letGo([Self.other]) }
        #expect(state.canCommit)
        #expect(state.nextCommand() != nil)
    }

    @Test("what settles after an abort, with nothing else to commit, holds the next command until it has gone through")
    func settlesAfterAnAbort() throws {
        var state = try Self.aborted()
        state.forgotten([Self.other])
        #expect(state.nextCommand() != nil)
        Self.settle(1..<2, in: Self.first, of: &state)
        #expect(state.canCommit, "behind a record that is being worked on, nothing can be committed")
        state.settled(try Self.staged(0).record.position, of: Self.first, entries: [])
        #expect(!state.canCommit)
        #expect(state.takeBatch()?.records == 2)
        state.batchCommitted()
        #expect(state.canCommit)
    }

    @Test("a partition is paused once at its share, and resumed at half of it or when it comes back")
    func share() {
        var limits = PipelineLimits()
        limits.partitionRecords = 4
        limits.batchRecords = 1
        var state = PipelineState(limits: limits)
        state.assigned([Self.first])
        Self.settle(0..<3, in: Self.first, of: &state)
        let isTooEarly = state.exceedsShare(Self.first)
        #expect(!isTooEarly)
        Self.settle(3..<6, in: Self.first, of: &state)
        let answers = [state.exceedsShare(Self.first), state.exceedsShare(Self.first)]
        #expect(answers == [true, false])
        var resumed: [[CommandPartition]] = []
        for _ in 0..<5 {
            #expect(state.takeBatch() != nil)
            state.batchCommitted()
            resumed.append(state.fitsShareAgain())
        }
        #expect(resumed == [[], [], [], [Self.quiet], []])
        Self.settle(6..<12, in: Self.first, of: &state)
        let pausesAgain = state.exceedsShare(Self.first)
        #expect(pausesAgain)
        state.forgotten([Self.first])
        let resumedWhenGone = state.fitsShareAgain()
        #expect(resumedWhenGone == [], "nothing to resume that is another's; it comes back unpaused")
    }

    @Test("one transaction is open at a time; an abort gives the same batch again")
    func oneAtATime() {
        var state = PipelineState(limits: PipelineLimits())
        state.assigned([Self.first])
        Self.settle(0..<2, in: Self.first, of: &state)
        let first = state.takeBatch()?.batch
        Self.settle(2..<3, in: Self.first, of: &state)
        #expect(state.takeBatch() == nil)
        state.batchAborted()
        let again = state.takeBatch()?.batch
        #expect(first?.entries.count == 2)
        #expect(again?.entries.prefix(2) == first?.entries[...])
        #expect(again?.offsets == [Self.quiet: 3])
    }

    @Test(
        "the committed offset decides what an unanswered transaction left",
        arguments: [(nil, 3), (0, 3), (2, 1), (3, 0), (9, 0)] as [(Int64?, Int)]
    )
    func reconciles(committed: Int64?, left: Int) {
        var state = PipelineState(limits: PipelineLimits())
        state.assigned([Self.first])
        Self.settle(0..<3, in: Self.first, of: &state)
        #expect(state.takeBatch()?.records == 3)
        #expect(state.openPartitions == [Self.quiet])
        state.reconciled(committed.map { [Self.quiet: $0] } ?? [:])
        #expect(state.load.staged == left)
        #expect(state.takeBatch()?.records ?? 0 == left)
    }

    @Test("what a record costs counts the names of its headers: names alone can be as large as values")
    func headerNamesCount() {
        let name = String(repeating: "n", count: 500)
        let record = ConsumedRecord(
            position: SampleRecord.command(0).position, key: [1], value: [1, 2],
            headers: [RecordHeader(name: name, value: nil)]
        )
        #expect(record.bytes == 503 + 16 + 512, "and a header's frame and the record's own cost")
    }

    @Test("room is made by commits and by partitions that go")
    func room() {
        var limits = PipelineLimits()
        limits.stagedRecords = 2
        var state = PipelineState(limits: limits)
        state.assigned([Self.first])
        Self.settle(0..<2, in: Self.first, of: &state)
        #expect(!state.hasRoom)
        #expect(state.takeBatch() != nil)
        #expect(!state.hasRoom)
        state.batchCommitted()
        #expect(state.hasRoom)
        Self.settle(2..<4, in: Self.first, of: &state)
        state.forgotten([Self.first])
        #expect(state.hasRoom)
        #expect(state.load.staged == 0)
    }

    private static func settle(
        _ offsets: Range<Int64>, in assignment: Assignment, of state: inout PipelineState
    ) {
        for offset in offsets {
            let record = SampleRecord.command(offset, in: assignment.partition.partition)
            let arrived = state.arrived(record, of: assignment)
            #expect(arrived)
            let entry = CommitBatch.Entry(
                destination: .outcomes, placement: .partition(0),
                record: ContractRecord(key: nil, value: [UInt8(offset)], headers: [])
            )
            state.settled(record.position, of: assignment, entries: [entry])
        }
    }

    private static func enqueue(_ offset: Int64, of state: inout PipelineState) throws {
        let staged = try staged(offset)
        let arrived = state.arrived(staged.record, of: first)
        #expect(arrived)
        state.enqueued(staged, of: first)
    }

    /// A command waits in `first`; a batch of `other` was aborted.
    private static func aborted() throws -> PipelineState {
        var state = PipelineState(limits: PipelineLimits())
        state.assigned([first, other])
        state.reconciled([:])
        settle(0..<1, in: other, of: &state)
        #expect(state.takeBatch() != nil)
        state.batchAborted()
        try enqueue(0, of: &state)
        return state
    }

    private static func staged(_ offset: Int64) throws -> StagedCommand {
        let record = SampleRecord.command(offset)
        let intake = CommandIntake(decoder: RecordDecoder(maximumBytes: 65_536), policy: SampleRecord.policy)
        guard case .run(let authorized) = intake.decide(record) else { throw NotRunnable() }
        return StagedCommand(
            authorized: authorized, record: record, consumed: SampleRecord.recorded,
            deadline: Timestamp(milliseconds: .max)
        )
    }

    private struct NotRunnable: Error {}
}
