/// A consumed record; its bytes are copies, so keeping it keeps nothing of librdkafka alive.
package struct KafkaRecord: Hashable, Sendable {
    package let topicPartition: TopicPartition
    package let offset: Int64
    /// Milliseconds since 1970 as the producer or the broker stamped it; nil when the record has none.
    package let timestampMilliseconds: Int64?
    package let key: [UInt8]?
    /// Nil is a tombstone, which is not the same as an empty value.
    package let value: [UInt8]?
    package let headers: [KafkaHeader]

    package init(
        topicPartition: TopicPartition,
        offset: Int64,
        timestampMilliseconds: Int64?,
        key: [UInt8]?,
        value: [UInt8]?,
        headers: [KafkaHeader]
    ) {
        self.topicPartition = topicPartition
        self.offset = offset
        self.timestampMilliseconds = timestampMilliseconds
        self.key = key
        self.value = value
        self.headers = headers
    }

    /// About what the record costs in memory, in bytes: its content and the fixed part of its arrays.
    var weight: Int {
        let content = (key?.count ?? 0) + (value?.count ?? 0)
        return headers.reduce(content + 160) { $0 + $1.name.utf8.count + ($1.value?.count ?? 0) + 64 }
    }
}
