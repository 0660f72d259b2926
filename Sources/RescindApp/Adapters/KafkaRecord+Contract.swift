import CommandContract
import KafkaClient

extension KafkaRecord {
    var position: RecordPosition {
        RecordPosition(
            topic: topicPartition.topic, partition: topicPartition.partition, offset: offset,
            timestamp: timestampMilliseconds.map { Timestamp(milliseconds: $0) }
        )
    }
}
