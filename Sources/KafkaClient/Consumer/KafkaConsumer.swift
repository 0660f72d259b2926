import CLibrdkafka
package import Logging
import Synchronization

/// A member of a consumer group that tells its application about every rebalance before it takes effect.
///
/// Its life: `init`, one task in ``run()``, one task reading ``nextRebalance()``, one or more reading ``nextBatch()``,
/// then ``close()``, which ends all of them. Assigned partitions arrive paused; a revocation waits for
/// ``completeRevocation(_:)``. Offsets are committed by a ``TransactionalProducer``, never by itself.
package final class KafkaConsumer: Sendable {
    private let shared: ConsumerShared
    private let isRunning = Mutex(false)

    /// Checks the settings and makes the client; nothing is sent before ``run()``.
    package init(configuration: ConsumerConfiguration, logger: Logger) throws(KafkaError) {
        let handle = try KafkaHandle(
            .consumer,
            settings: try configuration.settings(),
            events: RD_KAFKA_EVENT_REBALANCE | RD_KAFKA_EVENT_ERROR | RD_KAFKA_EVENT_LOG | RD_KAFKA_EVENT_STATS
        )
        shared = ConsumerShared(configuration: configuration, logger: logger, handle: handle)
    }

    /// Joins the group and serves it on a thread of its own until ``close()``, the task's cancellation or a fatal
    /// error (see ``health``); returns when the client is destroyed. To be called once.
    package func run() async {
        let isFirst = isRunning.withLock { isRunning in
            defer { isRunning = true }
            return !isRunning
        }
        precondition(isFirst, "a consumer runs once")
        DedicatedThread.start("kafka-consumer") { [shared] in
            ConsumerLoop(shared: shared).run()
            shared.ended.resolve(())
        }
        await withTaskCancellationHandler {
            await shared.ended.value()
        } onCancel: {
            close()
        }
    }

    /// Leaves the group. ``nextRebalance()`` yields a last revocation, which must be completed like any other; then
    /// both sequences end. Returns at once.
    package func close() {
        shared.mailbox.post(.close)
    }

    // MARK: Sequences

    /// The next rebalance; nil once closed, or when the task is cancelled. Events come in their order and must be
    /// read promptly: a revocation is only waited for so long.
    package func nextRebalance() async -> RebalanceEvent? {
        await shared.rebalances.next()
    }

    /// The next records of some partition; nil once closed, or when the task is cancelled.
    package func nextBatch() async -> RecordBatch? {
        let before = shared.isBelowLowMark
        let batch = await shared.batches.next()
        if !before, shared.isBelowLowMark { shared.mailbox.wake() }
        return batch
    }

    // MARK: Partitions

    /// Lets newly assigned partitions deliver from these offsets on, which may be ``PartitionReader/Start``. Partitions that
    /// are not owned, or have been started, are left alone, and so are those that have another assignment than `epoch` by then.
    package func start(_ offsets: [TopicPartition: Int64], epoch: Int? = nil) {
        shared.mailbox.post(.start(offsets, epoch: epoch))
    }

    /// Stops fetching. Records that are in the hand-off buffer already are still delivered. Partitions that have another
    /// assignment than `epoch` by then are left alone: nobody would take that pause back.
    package func pause(_ partitions: [TopicPartition], epoch: Int? = nil) {
        shared.mailbox.post(.pause(partitions, epoch: epoch))
    }

    /// Takes the application's own pause back; flow control and a missing start keep a partition paused.
    package func resume(_ partitions: [TopicPartition], epoch: Int? = nil) {
        shared.mailbox.post(.resume(partitions, epoch: epoch))
    }

    /// Lets the revocation `id` take effect. The partitions may be another member's as soon as this is called, so no
    /// transaction may be open by then that holds offsets of them.
    package func completeRevocation(_ id: Int) {
        shared.mailbox.post(.completeRevocation(id))
    }

    package var health: ConsumerHealth { shared.currentHealth }

    /// How many partitions a topic has.
    /// - Throws: ``ClientFault/topicUnknown``, or what the broker or the network said within `timeout`.
    package func partitionCount(of topic: String, timeout: Duration) async throws(KafkaError) -> Int32 {
        try await onThread("kafka-metadata") { client throws(KafkaError) in
            try TopicMetadata.partitionCount(of: topic, by: client, within: timeout)
        }.get()
    }

    /// The end of each partition as the last fetch told it; partitions that were not fetched yet are left out. Asks nobody
    /// and does not block.
    package func knownEnds(of partitions: [TopicPartition]) -> [TopicPartition: Int64] {
        var ends: [TopicPartition: Int64] = [:]
        // A client that has begun to close knows none, which is all that `use` can fail with.
        try? shared.handle.use { client in
            for partition in partitions {
                var low: Int64 = 0
                var high: Int64 = 0
                let code = rd_kafka_get_watermark_offsets(client, partition.topic, partition.partition, &low, &high)
                if code == RD_KAFKA_RESP_ERR_NO_ERROR, high >= 0 { ends[partition] = high }
            }
        }
        return ends
    }

    // MARK: Offsets

    /// The group's committed offsets; partitions without one are left out.
    ///
    /// Waits while a transaction that holds an offset of them is open (`require_stable`, KIP-447), so that after it
    /// returns no older owner's transaction can still move them.
    package func committedOffsets(
        _ partitions: [TopicPartition],
        timeout: Duration
    ) async throws(KafkaError) -> [TopicPartition: Int64] {
        try await onThread("kafka-offsets") { client throws(KafkaError) in
            try PartitionList.with(partitions) { list throws(KafkaError) in
                let code = rd_kafka_committed(client, list, timeout.milliseconds)
                guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError(code) }
                var offsets: [TopicPartition: Int64] = [:]
                for entry in PartitionList.entries(of: list) {
                    guard entry.err == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError(entry.err) }
                    if entry.offset >= 0 { offsets[TopicPartition(entry)] = entry.offset }
                }
                return offsets
            }
        }.get()
    }

    /// Commits offsets outside of any transaction. Only for librdkafka's mock cluster, which accepts transactional
    /// offsets but stores none; on a real cluster it would break the tie between offsets and records.
    package func commitPlainly(_ offsets: [TopicPartition: Int64]) async throws(KafkaError) {
        try await onThread("kafka-offsets") { client throws(KafkaError) in
            let code = PartitionList.with(offsets.keys.sorted(), offsets: offsets) { list in
                rd_kafka_commit(client, list, 0)
            }
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError(code) }
        }.get()
    }

    private func onThread<Value: Sendable>(
        _ name: String,
        _ body: @escaping @Sendable (OpaquePointer) throws(KafkaError) -> Value
    ) async -> Result<Value, KafkaError> {
        await DedicatedThread.run(name) { [shared] in
            Result { () throws(KafkaError) in try shared.handle.use(body) }
        }
    }

    // MARK: For transactions

    /// Lends the client to a transaction, for its group metadata.
    func use<Value>(_ body: (OpaquePointer) throws(KafkaError) -> Value) throws(KafkaError) -> Value {
        try shared.handle.use(body)
    }

    /// Whether all of `partitions` are assigned to this consumer at this moment, and under the assignments of `epochs` as far
    /// as those are given.
    func owns(_ partitions: some Sequence<TopicPartition>, epochs: [TopicPartition: Int]) -> Bool {
        shared.owns(partitions, epochs: epochs)
    }
}
