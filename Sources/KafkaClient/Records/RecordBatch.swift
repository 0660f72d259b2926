/// Consecutive records of one partition, received under one assignment.
package struct RecordBatch: Sendable {
    package let topicPartition: TopicPartition
    /// The epoch told with the partition's ``RebalanceEvent/assigned(_:epoch:)``. A batch whose epoch is not the
    /// partition's current one belongs to an assignment that has ended and must be dropped.
    package let epoch: Int
    package let records: [KafkaRecord]
    let weight: Int

    package init(topicPartition: TopicPartition, epoch: Int, records: [KafkaRecord]) {
        self.topicPartition = topicPartition
        self.epoch = epoch
        self.records = records
        self.weight = records.reduce(0) { $0 + $1.weight }
    }
}
