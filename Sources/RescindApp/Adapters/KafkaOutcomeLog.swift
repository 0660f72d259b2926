import CommandContract
package import CommandPipeline
package import HTTPService
package import KafkaClient
package import Logging
import MeetingCancellation
import Synchronization

/// Ledger, outcomes, dead letters and offsets in one Kafka transaction.
package final class KafkaOutcomeLog: OutcomeLog {
    private struct Session {
        let producer: TransactionalProducer
        /// nil until the producer is initialized; nothing can be committed before.
        var partitions: PartitionCounts?
    }

    private struct PartitionCounts {
        let commands: Int32
        let outcomes: Int32
        let ledger: Int32
        let deadLetters: Int32
    }

    private let kafka: RescindConfiguration.Kafka
    private let consumer: KafkaConsumer
    /// What the topics accept at least.
    private let batchBytes: Int
    private let logger: Logger
    private let metrics: WorkerMetrics?
    private let session = Mutex<Session?>(nil)

    package init(
        kafka: RescindConfiguration.Kafka, consumer: KafkaConsumer, batchBytes: Int = PipelineLimits().topicBytes,
        logger: Logger, metrics: WorkerMetrics? = nil
    ) {
        self.kafka = kafka
        self.batchBytes = batchBytes
        self.consumer = consumer
        self.logger = logger
        self.metrics = metrics
    }

    /// A producer is never used again after an indefinite answer: librdkafka has no KIP-890, so a late EndTxn could end a
    /// later transaction. The new one has the same id, and its initialization fences whatever is still on its way.
    package func open() async throws(CommitFailure) {
        await close()
        let producer: TransactionalProducer
        let partitions: PartitionCounts
        do throws(TransactionError) {
            producer = try make()
            session.withLock { $0 = Session(producer: producer) }
            partitions = try await count(producer)
        } catch { throw CommitFailure(error) }
        // A command is looked for in the ledger partition of its own number only.
        guard partitions.ledger == partitions.commands else { throw .fatal(code: "ledger.partitionCount") }
        do throws(TransactionError) { try await producer.initialize() } catch { throw CommitFailure(error) }
        session.withLock { $0?.partitions = partitions }
    }

    @discardableResult
    package func commit(_ batch: CommitBatch) async throws(CommitFailure) -> CommitReceipt {
        guard let session = session.withLock({ $0 }), let partitions = session.partitions else {
            throw .indefinite(code: "notOpen")
        }
        let start = ContinuousClock.now
        let receipt: TransactionReceipt
        do throws(TransactionError) {
            receipt =
                kafka.plainOffsetCommits
                ? try await commitInOrder(batch, session.producer, partitions)
                : try await commit(batch.entries, of: batch, session.producer, partitions)
        } catch {
            metrics?.transactionEnded(result: error.kind.rawValue, took: start.duration(to: .now))
            throw CommitFailure(error)
        }
        metrics?.transactionEnded(result: "committed", took: start.duration(to: .now))
        return CommitReceipt(receipt, ledger: kafka.ledger)
    }

    private func commit(
        _ entries: [CommitBatch.Entry], of batch: CommitBatch, _ producer: TransactionalProducer,
        _ partitions: PartitionCounts
    ) async throws(TransactionError) -> TransactionReceipt {
        let epochs = batch.assignments.map { (TopicPartition($0.partition), $0.epoch) }
        return try await producer.commit(
            entries.map { record($0, partitions) }, offsets: offsets(of: batch),
            epochs: Dictionary(uniqueKeysWithValues: epochs), of: consumer
        )
    }

    private func offsets(of batch: CommitBatch) -> [TopicPartition: Int64] {
        Dictionary(uniqueKeysWithValues: batch.offsets.map { (TopicPartition($0.key), $0.value) })
    }

    /// The mock's substitute for a transaction: everything else, then the ledger, then the offsets. The mock shows what stands in
    /// a transaction that never ended, so a worker that is killed in the middle would leave a ledger whose position is past
    /// outcomes that were never written. A real broker would move the offsets with the first part and lose the ledger's in a crash
    /// between the two; `rescind check` finds the setting there.
    private func commitInOrder(
        _ batch: CommitBatch, _ producer: TransactionalProducer, _ partitions: PartitionCounts
    ) async throws(TransactionError) -> TransactionReceipt {
        let others = batch.entries.filter { $0.destination != .ledger }
        if !others.isEmpty { _ = try await commit(others, of: batch, producer, partitions) }
        let receipt = try await commit(
            batch.entries.filter { $0.destination == .ledger }, of: batch, producer, partitions)
        await commitPlainly(offsets(of: batch))
        return receipt
    }

    package func close() async {
        let last = session.withLock { session in
            defer { session = nil }
            return session
        }
        await last?.producer.close()
    }

    private func make() throws(TransactionError) -> TransactionalProducer {
        var configuration = TransactionalProducerConfiguration(
            connection: kafka.connection, transactionalID: kafka.transactionalID
        )
        configuration.batchBytes = batchBytes
        do { return try TransactionalProducer(configuration: configuration, logger: logger) } catch {
            throw TransactionError(kind: .fatal, call: "new", underlying: error)
        }
    }

    /// Asking also makes the topics known to the producer, without which it must not produce.
    private func count(_ producer: TransactionalProducer) async throws(TransactionError) -> PartitionCounts {
        do {
            return PartitionCounts(
                commands: try await producer.partitionCount(of: kafka.commands),
                outcomes: try await producer.partitionCount(of: kafka.outcomes),
                ledger: try await producer.partitionCount(of: kafka.ledger),
                deadLetters: try await producer.partitionCount(of: kafka.deadLetters)
            )
        } catch {
            // A missing topic or broker may appear: worth another opening.
            throw TransactionError(kind: .indefinite, call: "metadata", underlying: error)
        }
    }

    private func record(_ entry: CommitBatch.Entry, _ partitions: PartitionCounts) -> OutgoingRecord {
        let (topic, count) =
            switch entry.destination {
            case .commands: (kafka.commands, partitions.commands)
            case .outcomes: (kafka.outcomes, partitions.outcomes)
            case .ledger: (kafka.ledger, partitions.ledger)
            case .deadLetters: (kafka.deadLetters, partitions.deadLetters)
            }
        let partition =
            switch (entry.placement, entry.destination) {
            case (.key(let key), _): Murmur2.partition(of: key, count: count)
            // Decided on the number of partitions there were at the assignment; another one here would misplace it for good.
            case (.partition(let number), .commands), (.partition(let number), .ledger): number
            case (.partition(let number), _): number % count
            }
        return OutgoingRecord(
            topic: topic, partition: partition, key: entry.record.key, value: entry.record.value,
            headers: entry.record.headers.map { KafkaHeader($0) },
            timestampMilliseconds: entry.record.timestamp?.milliseconds
        )
    }

    /// The mock's substitute for transactional offsets. When it fails, the mock delivers the records again after a
    /// restart, which is no worse than the mock itself.
    private func commitPlainly(_ offsets: [TopicPartition: Int64]) async {
        do { try await consumer.commitPlainly(offsets) } catch {
            logger.warning("plain offset commit failed", metadata: ["kafka.code": "\(error.code)"])
        }
    }
}
