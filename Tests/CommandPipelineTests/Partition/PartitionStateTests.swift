import CommandContract
import MeetingCancellation
import Testing

@testable import CommandPipeline

@Suite("Partition state")
struct PartitionStateTests {
    @Test("takes staged changes in their order, then the offset moves over what they make done")
    func take() {
        var state = Self.state(records: 4)
        for offset: Int64 in [2, 0, 1] { state.stage(Self.change(offset)) }
        let taken = state.take(limit: 2, bytes: 1000)
        #expect(taken.changes == 2)
        #expect(taken.entries.map(\.record.value) == [[2], [0]])
        #expect(taken.nextOffset == 1, "the change of offset 1 is in the next one")
        let (changes, _, done) = state.committed(taken)
        #expect(changes.map(\.offset) == [2, 0])
        #expect(done == (1, 10))
        let rest = state.take(limit: 10, bytes: 1000)
        #expect(rest.entries.map(\.record.value) == [[1]])
        #expect(rest.nextOffset == 3)
        _ = state.committed(rest)
        #expect(!state.hasSomethingToCommit)
    }

    @Test("what is staged while a transaction is open is not committed with it")
    func stagedMeanwhile() {
        var state = Self.state(records: 3)
        state.stage(Self.change(0))
        let taken = state.take(limit: 10, bytes: 1000)
        state.stage(Self.change(1))
        let (changes, _, _) = state.committed(taken)
        #expect(changes.map(\.offset) == [0])
        #expect(state.take(limit: 10, bytes: 1000).nextOffset == 2)
    }

    @Test(
        "a change that is taken back takes its record back, and those behind it move up",
        arguments: 0..<3 as Range<Int64>)
    func unstage(offset: Int64) {
        var state = Self.state(records: 3)
        for offset: Int64 in 0..<3 { state.stage(Self.change(offset)) }
        state.unstage(offset: offset, after: 0)
        let taken = state.take(limit: 10, bytes: 1000)
        #expect(taken.changes == 2)
        #expect(taken.nextOffset == offset)
        _ = state.committed(taken)
        state.stage(Self.change(offset))
        #expect(state.take(limit: 10, bytes: 1000).nextOffset == 3)
    }

    @Test("a change in the open transaction is not taken back")
    func unstageTaken() {
        var state = Self.state(records: 2)
        for offset: Int64 in 0..<2 { state.stage(Self.change(offset)) }
        state.unstage(offset: 0, after: 1)
        #expect(state.take(limit: 10, bytes: 1000).changes == 2)
    }

    @Test("bytes bound a transaction, but one change always goes")
    func bytes() {
        var state = Self.state(records: 2)
        for offset: Int64 in 0..<2 { state.stage(Self.change(offset)) }
        #expect(state.take(limit: 10, bytes: 1).changes == 1)
    }

    @Test("pauses at its share of records, or of settled commands, and resumes well below the first")
    func share() {
        var limits = PipelineLimits()
        limits.partitionRecords = 4
        var state = Self.state(records: 3)
        #expect(!state.mustPause(limits))
        _ = state.progress.arrived(Self.position(3), bytes: 1)
        #expect(state.mustPause(limits) && !state.mayResume(limits))
        _ = state.progress.removeFirst(1)
        #expect(!state.mustPause(limits) && !state.mayResume(limits))
        _ = state.progress.removeFirst(1)
        #expect(state.mayResume(limits))
        limits.settledCommands = 1
        let settled = SettledCommand(
            content: ContentHash(value: 1), offset: 0, timestamp: nil, settled: Timestamp(milliseconds: 0),
            reason: .cancelled, evidence: .acknowledged, attempts: 1
        )
        state.ledger.stage(IdentityHash(high: 0, low: 1), settled)
        #expect(state.mustPause(limits) && !state.mayResume(limits))
    }

    @Test("what a record costs counts the names of its headers: names alone can be as large as values")
    func headerNamesCount() {
        let name = String(repeating: "n", count: 500)
        let record = ConsumedRecord(
            position: Self.position(0), key: [1], value: [1, 2], headers: [RecordHeader(name: name, value: nil)])
        #expect(record.bytes == 503 + 16 + 512, "and a header's frame and the record's own cost")
    }

    private static func state(records: Int64) -> PartitionState {
        let assignment = Assignment(partition: ModelledCluster.partition(0), epoch: 1)
        var state = PartitionState(assignment: assignment, window: .seconds(1))
        for offset in 0..<records { _ = state.progress.arrived(position(offset), bytes: 10) }
        return state
    }

    private static func position(_ offset: Int64) -> RecordPosition {
        RecordPosition(topic: ClusterState.topic, partition: 0, offset: offset, timestamp: nil)
    }

    private static func change(_ offset: Int64) -> StagedChange {
        let record = ContractRecord(key: nil, value: [UInt8(offset)], headers: [])
        let entry = CommitBatch.Entry(destination: .ledger, placement: .partition(0), record: record)
        return StagedChange(offset: offset, entries: [entry], effect: .none, reports: [])
    }
}
