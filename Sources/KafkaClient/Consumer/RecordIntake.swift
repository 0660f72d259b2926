import CLibrdkafka

/// The records of one turn of a poll thread, gathered by partition.
struct RecordIntake {
    private struct Group {
        let epoch: Int
        var records: [KafkaRecord]
    }

    private var groups: [TopicPartition: Group] = [:]
    private var order: [TopicPartition] = []
    private var last: (topic: OpaquePointer, partition: TopicPartition)?
    private(set) var count = 0
    private(set) var bytes = 0

    /// The partition `message` came from. Consecutive messages are mostly of the same one, whose name is then not
    /// made again.
    mutating func topicPartition(of message: UnsafePointer<rd_kafka_message_t>) -> TopicPartition {
        let number = message.pointee.partition
        if let last, last.topic == message.pointee.rkt, last.partition.partition == number { return last.partition }
        let name = rd_kafka_topic_name(message.pointee.rkt).map { String(cString: $0) } ?? ""
        let partition = TopicPartition(topic: name, partition: number)
        if let topic = message.pointee.rkt { last = (topic, partition) }
        return partition
    }

    mutating func append(_ record: KafkaRecord, epoch: Int) {
        count += 1
        bytes += record.weight
        if groups[record.topicPartition] == nil { order.append(record.topicPartition) }
        groups[record.topicPartition, default: Group(epoch: epoch, records: [])].records.append(record)
    }

    /// Takes the batches out, in the order of their first records.
    mutating func batches() -> [RecordBatch] {
        defer {
            groups = [:]
            order = []
        }
        return order.compactMap { partition in
            groups[partition].map { RecordBatch(topicPartition: partition, epoch: $0.epoch, records: $0.records) }
        }
    }
}
