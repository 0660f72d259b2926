import CLibrdkafka

/// Scoped use of librdkafka's partition lists.
///
/// A list that was passed to pause, resume or seek caches references to the client's partitions, and destroying the
/// client waits for ever while one of them is alive. So no list outlives the call it is made for.
enum PartitionList {
    typealias Pointer = UnsafeMutablePointer<rd_kafka_topic_partition_list_t>

    /// Runs `body` with a list of `partitions`, in their order; those without an entry in `offsets` have none.
    static func with<Result, Failure: Error>(
        _ partitions: [TopicPartition],
        offsets: [TopicPartition: Int64] = [:],
        _ body: (Pointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard let list = rd_kafka_topic_partition_list_new(Int32(partitions.count)) else {
            // The allocator of librdkafka aborts the process itself rather than return nil.
            preconditionFailure("librdkafka returned no partition list")
        }
        defer { rd_kafka_topic_partition_list_destroy(list) }
        for partition in partitions {
            let entry = rd_kafka_topic_partition_list_add(list, partition.topic, partition.partition)
            entry?.pointee.offset = offsets[partition] ?? Int64(RD_KAFKA_OFFSET_INVALID)
        }
        return try body(list)
    }

    static func partitions(of list: UnsafePointer<rd_kafka_topic_partition_list_t>?) -> [TopicPartition] {
        entries(of: list).map { TopicPartition($0) }
    }

    static func entries(
        of list: UnsafePointer<rd_kafka_topic_partition_list_t>?
    ) -> UnsafeBufferPointer<rd_kafka_topic_partition_t> {
        UnsafeBufferPointer(start: list?.pointee.elems, count: Int(list?.pointee.cnt ?? 0))
    }
}

extension TopicPartition {
    init(_ entry: rd_kafka_topic_partition_t) {
        self.init(topic: String(cString: entry.topic), partition: entry.partition)
    }
}
