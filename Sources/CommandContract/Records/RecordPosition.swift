/// Where a consumed record stands; with its timestamp it names the record for ever, even when a topic is created anew.
package struct RecordPosition: Hashable, Sendable {
    package let topic: String
    package let partition: Int32
    package let offset: Int64
    /// The record's Kafka timestamp; nil when the broker gave none.
    package let timestamp: Timestamp?

    package init(topic: String, partition: Int32, offset: Int64, timestamp: Timestamp?) {
        self.topic = topic
        self.partition = partition
        self.offset = offset
        self.timestamp = timestamp
    }
}
