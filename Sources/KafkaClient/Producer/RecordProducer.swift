import CLibrdkafka
package import Logging
import Synchronization

/// An idempotent producer that tells of each record where it was stored.
///
/// Delivery reports are served by a thread of its own. To be closed; one that is dropped without it closes itself.
package final class RecordProducer: Sendable {
    /// Where a record was stored.
    package struct Position: Hashable, Sendable {
        package let partition: Int32
        package let offset: Int64

        package init(partition: Int32, offset: Int64) {
            self.partition = partition
            self.offset = offset
        }
    }

    private let shared: RecordProducerShared
    private let partitionCounts = Mutex<[String: Int32]>([:])

    package init(configuration: RecordProducerConfiguration, logger: Logger) throws(KafkaError) {
        let handle = try KafkaHandle(
            .producer,
            settings: try configuration.settings(),
            events: RD_KAFKA_EVENT_DR | RD_KAFKA_EVENT_ERROR | RD_KAFKA_EVENT_LOG
        )
        let shared = RecordProducerShared(configuration: configuration, log: KafkaLog(logger: logger), handle: handle)
        self.shared = shared
        DedicatedThread.start("kafka-producer") { RecordProducerLoop(shared: shared).run() }
    }

    deinit {
        shared.beginClosing()
    }

    /// Sends `record` and waits for its delivery report, not ended by the task's cancellation: the record may be
    /// stored all the same.
    ///
    /// A partition of ``OutgoingRecord/partitionByKey`` is chosen by the key.
    /// - Throws: when the record cannot be queued (`_QUEUE_FULL` is retriable), was refused, or was not acknowledged
    ///   in time; in the last case it may still have been stored.
    package func send(_ record: OutgoingRecord) async throws(KafkaError) -> Position {
        let count = try await partitionCount(of: record.topic)
        guard record.partition == OutgoingRecord.partitionByKey || (0..<count).contains(record.partition) else {
            throw ClientFault.partitionUnknown.error(
                "topic \(record.topic) has \(count) partitions, not number \(record.partition)"
            )
        }
        return try await shared.enqueue(record).value().get()
    }

    /// How many partitions `topic` has. Asked for once a topic, also by ``send(_:)``, because producing to a topic
    /// the client has not met is slow and to a partition it does not know can crash it.
    package func partitionCount(of topic: String) async throws(KafkaError) -> Int32 {
        if let known = partitionCounts.withLock({ $0[topic] }) { return known }
        let count = try await DedicatedThread.run("kafka-metadata") { [shared] in
            Result { () throws(KafkaError) in
                try shared.handle.use { client throws(KafkaError) in
                    let bound = shared.configuration.deliveryTimeout
                    return try TopicMetadata.partitionCount(of: topic, by: client, within: bound)
                }
            }
        }.get()
        partitionCounts.withLock { $0[topic] = count }
        return count
    }

    /// Waits, within the configured bound, for what is under way; fails what is left, and destroys the client.
    package func close() async {
        shared.beginClosing()
        await shared.ended.value()
    }
}
