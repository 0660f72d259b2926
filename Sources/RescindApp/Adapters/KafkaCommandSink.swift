package import CommandContract
import HTTPService
package import KafkaClient

/// The command topic as the webhook's sink: returns when all in-sync replicas have the record.
package struct KafkaCommandSink: CommandSink {
    private let producer: RecordProducer
    private let topic: String

    package init(producer: RecordProducer, topic: String) {
        self.producer = producer
        self.topic = topic
    }

    package func append(_ record: ContractRecord) async throws {
        _ = try await producer.send(
            OutgoingRecord(
                topic: topic, partition: OutgoingRecord.partitionByKey, key: record.key, value: record.value,
                headers: record.headers.map { KafkaHeader($0) }
            )
        )
    }
}
