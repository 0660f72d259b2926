/// A record to be produced.
package struct OutgoingRecord: Hashable, Sendable {
    /// Leaves the choice to the key: murmur2, as Java's default partitioner. Only ``RecordProducer`` accepts it.
    package static let partitionByKey: Int32 = -1

    package let topic: String
    package let partition: Int32
    package let key: [UInt8]?
    /// Nil is a tombstone.
    package let value: [UInt8]?
    package let headers: [KafkaHeader]
    /// Nil is the time of producing.
    package let timestampMilliseconds: Int64?

    package init(
        topic: String,
        partition: Int32,
        key: [UInt8]?,
        value: [UInt8]?,
        headers: [KafkaHeader] = [],
        timestampMilliseconds: Int64? = nil
    ) {
        self.topic = topic
        self.partition = partition
        self.key = key
        self.value = value
        self.headers = headers
        self.timestampMilliseconds = timestampMilliseconds
    }
}
