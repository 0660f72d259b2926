import CommandContract
package import CommandPipeline
package import HTTPService
package import KafkaClient
package import Logging
import MeetingCancellation
import Synchronization

/// Outcomes, dead letters and offsets in one Kafka transaction.
package final class KafkaOutcomeLog: OutcomeLog {
    private struct Session {
        let producer: TransactionalProducer
        /// nil until the producer is initialized; nothing can be committed before.
        var partitions: PartitionCounts?
    }

    private struct PartitionCounts {
        let commands: Int32
        let outcomes: Int32
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
        do throws(TransactionError) {
            let producer = try make()
            session.withLock { $0 = Session(producer: producer) }
            let partitions = try await count(producer)
            try await producer.initialize()
            session.withLock { $0?.partitions = partitions }
        } catch {
            throw CommitFailure(error)
        }
    }

    package func commit(_ batch: CommitBatch) async throws(CommitFailure) {
        guard let session = session.withLock({ $0 }), let partitions = session.partitions else {
            throw .indefinite(code: "notOpen")
        }
        let offsets = Dictionary(uniqueKeysWithValues: batch.offsets.map { (TopicPartition($0.key), $0.value) })
        let start = ContinuousClock.now
        do throws(TransactionError) {
            try await session.producer.commit(
                batch.entries.map { record($0, partitions) }, offsets: offsets, of: consumer
            )
        } catch {
            metrics?.transactionEnded(result: error.kind.rawValue, took: start.duration(to: .now))
            throw CommitFailure(error)
        }
        metrics?.transactionEnded(result: "committed", took: start.duration(to: .now))
        if kafka.plainOffsetCommits { await commitPlainly(offsets) }
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
            case .deadLetters: (kafka.deadLetters, partitions.deadLetters)
            }
        let partition =
            switch (entry.placement, entry.destination) {
            case (.key(let key), _): Murmur2.partition(of: key, count: count)
            // Decided on the number of partitions there were at the assignment; another one here would misplace it for good.
            case (.partition(let number), .commands): number
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

extension CommitFailure {
    /// Being fenced is told as fatal, which the pipeline survives once a minute: a restart that overlapped fences once, two
    /// processes with one id fence each other for ever.
    init(_ error: TransactionError) {
        let code = "\(error.call).\(error.underlying.code)"
        if error.isFenced {
            self = .fatal(code: code)
            return
        }
        switch error.kind {
        case .aborted: self = .aborted(code: code)
        case .indefinite: self = .indefinite(code: code)
        case .fatal: self = .fatal(code: code)
        }
    }
}
