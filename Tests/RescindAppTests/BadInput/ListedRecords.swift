import CommandPipeline

/// A command topic of one partition that holds the listed records, as its only reader sees it.
final class ListedRecords: CommandSource {
    static let topic = "commands"
    private static let assignment = Assignment(
        partition: CommandPartition(topic: topic, partition: 0), epoch: 1)

    private let list: [ConsumedBatch]
    private let batches: (stream: AsyncStream<ConsumedBatch>, continuation: AsyncStream<ConsumedBatch>.Continuation)
    private let changes = AsyncStream<AssignmentChange>.makeStream(bufferingPolicy: .bufferingOldest(2))

    init(_ records: [ConsumedRecord]) {
        list = stride(from: 0, to: records.count, by: 100).map { start in
            ConsumedBatch(
                assignment: Self.assignment, records: Array(records[start..<min(start + 100, records.count)]))
        }
        batches = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(list.count))
        changes.continuation.yield(.assigned([Self.assignment]))
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

    func end(of partition: CommandPartition) async throws -> Int64 { Int64(list.reduce(0) { $0 + $1.records.count }) }

    func start(_ assignment: Assignment, at offset: Int64?) { for batch in list { batches.continuation.yield(batch) } }

    // Everything is on its way already, and what is on its way still comes.
    func pause(_ assignment: Assignment) {}
    func resume(_ assignment: Assignment) {}

    func committedOffsets(_ partitions: [CommandPartition]) async throws -> [CommandPartition: Int64] { [:] }

    func close() {
        batches.continuation.finish()
        changes.continuation.yield(.revoked([Self.assignment], lost: false, id: 1))
    }

    func revocationHandled(_ id: Int) { changes.continuation.finish() }
}
