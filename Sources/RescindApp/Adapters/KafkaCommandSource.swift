import CommandContract
package import CommandPipeline
package import KafkaClient
import Synchronization

/// The consumer group's member as the pipeline's source.
package final class KafkaCommandSource: CommandSource {
    private let consumer: KafkaConsumer
    private let marks: PartitionReader
    /// The epoch of each partition's current assignment, as told by the consumer.
    private let epochs = Mutex<[TopicPartition: Int]>([:])
    /// A stable fetch waits for other owners' transactions, at most their time-out; beyond it the caller tries again.
    private static let offsetTimeout: Duration = .seconds(20)

    private static let metadataTimeout: Duration = .seconds(5)

    /// - Parameter marks: a `read_uncommitted` reader; the consumer would be told the end before an open transaction.
    package init(consumer: KafkaConsumer, marks: PartitionReader) {
        self.consumer = consumer
        self.marks = marks
    }

    package func nextBatch() async -> ConsumedBatch? {
        guard let batch = await consumer.nextBatch() else { return nil }
        let assignment = Assignment(partition: CommandPartition(batch.topicPartition), epoch: batch.epoch)
        return ConsumedBatch(assignment: assignment, records: batch.records.map(ConsumedRecord.init))
    }

    package func nextChange() async -> AssignmentChange? {
        switch await consumer.nextRebalance() {
        case nil: return nil
        case .assigned(let partitions, let epoch):
            epochs.withLock { epochs in
                for partition in partitions { epochs[partition] = epoch }
            }
            return .assigned(partitions.map { Assignment(partition: CommandPartition($0), epoch: epoch) })
        case .revoked(let partitions, let lost, let id):
            let assignments = epochs.withLock { epochs in
                partitions.map { Assignment(partition: CommandPartition($0), epoch: epochs[$0] ?? 0) }
            }
            return .revoked(assignments, lost: lost, id: id)
        }
    }

    package func partitionCount(of topic: String) async throws -> Int32 {
        try await consumer.partitionCount(of: topic, timeout: Self.metadataTimeout)
    }

    package func end(of partition: CommandPartition) async throws -> Int64 {
        try await marks.watermarks(of: TopicPartition(partition), timeout: Self.metadataTimeout).high
    }

    package func start(_ assignment: Assignment, at offset: Int64?) {
        let first = offset ?? PartitionReader.Start.beginning
        consumer.start([TopicPartition(assignment.partition): first], epoch: assignment.epoch)
    }

    package func pause(_ assignment: Assignment) {
        consumer.pause([TopicPartition(assignment.partition)], epoch: assignment.epoch)
    }

    package func resume(_ assignment: Assignment) {
        consumer.resume([TopicPartition(assignment.partition)], epoch: assignment.epoch)
    }

    package func revocationHandled(_ id: Int) { consumer.completeRevocation(id) }

    package func committedOffsets(_ partitions: [CommandPartition]) async throws -> [CommandPartition: Int64] {
        let offsets = try await consumer.committedOffsets(
            partitions.map { TopicPartition($0) }, timeout: Self.offsetTimeout
        )
        return Dictionary(uniqueKeysWithValues: offsets.map { (CommandPartition($0.key), $0.value) })
    }

    package func close() { consumer.close() }
}

extension CommandPartition {
    init(_ partition: TopicPartition) { self.init(topic: partition.topic, partition: partition.partition) }
}

extension TopicPartition {
    init(_ partition: CommandPartition) { self.init(topic: partition.topic, partition: partition.partition) }
}

extension ConsumedRecord {
    init(_ record: KafkaRecord) {
        self.init(
            position: RecordPosition(
                topic: record.topicPartition.topic, partition: record.topicPartition.partition, offset: record.offset,
                timestamp: record.timestampMilliseconds.map { Timestamp(milliseconds: $0) }
            ),
            key: record.key, value: record.value,
            headers: record.headers.map { RecordHeader($0) }
        )
    }
}
