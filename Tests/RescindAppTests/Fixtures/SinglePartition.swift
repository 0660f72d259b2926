import CommandContract
import CommandPipeline
import Synchronization

@testable import RescindApp

/// A command topic of one partition, to which a test may add while its only reader reads.
final class SinglePartition: CommandSource {
    static let topic = "commands"
    private static let assignment = Assignment(
        partition: CommandPartition(topic: topic, partition: 0), epoch: 1)
    /// More than any test adds, each time of which makes one.
    private static let mostBatches = 1000

    private struct State {
        var added: Int64 = 0
        var isStarted = false
        /// Nobody may be given records of an assignment that was not started.
        var early: [ConsumedBatch] = []
    }

    private let state = Mutex(State())
    private let batches = AsyncStream<ConsumedBatch>.makeStream(bufferingPolicy: .bufferingOldest(mostBatches))
    private let changes = AsyncStream<AssignmentChange>.makeStream(bufferingPolicy: .bufferingOldest(2))

    /// - Parameter records: from offset 0 on.
    init(_ records: [ConsumedRecord] = []) {
        changes.continuation.yield(.assigned([Self.assignment]))
        for start in stride(from: 0, to: records.count, by: 100) {
            let part = records[start..<min(start + 100, records.count)]
            state.withLock { add(Array(part), to: &$0) }
        }
    }

    func add(_ records: [SentRecord]) {
        state.withLock { state in
            let consumed = records.enumerated().map { place, record in
                let position = RecordPosition(
                    topic: Self.topic, partition: 0, offset: state.added + Int64(place), timestamp: SystemClock().now)
                return ConsumedRecord(
                    position: position, key: record.key, value: record.value, headers: record.headers)
            }
            add(consumed, to: &state)
        }
    }

    private func add(_ records: [ConsumedRecord], to state: inout State) {
        state.added += Int64(records.count)
        let batch = ConsumedBatch(assignment: Self.assignment, records: records)
        if state.isStarted { batches.continuation.yield(batch) } else { state.early.append(batch) }
    }

    func nextBatch() async -> ConsumedBatch? {
        var iterator = batches.stream.makeAsyncIterator()
        return await iterator.next()
    }

    func nextChange() async -> AssignmentChange? {
        var iterator = changes.stream.makeAsyncIterator()
        return await iterator.next()
    }

    func partitionCount(of topic: String) async throws -> Int32 { 1 }

    func end(of partition: CommandPartition) async throws -> Int64 { state.withLock { $0.added } }

    func start(_ assignment: Assignment, at offset: Int64?) {
        state.withLock { state in
            state.isStarted = true
            for batch in state.early { batches.continuation.yield(batch) }
            state.early = []
        }
    }

    // No test adds so much that a partition is paused for it, and what is on its way still comes.
    func pause(_ assignment: Assignment) {}
    func resume(_ assignment: Assignment) {}

    func committedOffsets(_ partitions: [CommandPartition]) async throws -> [CommandPartition: Int64] { [:] }

    func close() {
        batches.continuation.finish()
        changes.continuation.yield(.revoked([Self.assignment], lost: false, id: 1))
    }

    func revocationHandled(_ id: Int) { changes.continuation.finish() }
}
