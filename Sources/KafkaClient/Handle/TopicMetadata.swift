import CLibrdkafka

/// Asks a client for a topic's shape. Blocks up to the timeout.
enum TopicMetadata {
    /// The topic's number of partitions. It also makes the topic known to the client, so that its first produced
    /// record does not wait for metadata.
    /// - Throws: ``ClientFault/topicUnknown``, or what the broker or the network said.
    static func partitionCount(
        of topic: String,
        by client: OpaquePointer,
        within timeout: Duration
    ) throws(KafkaError) -> Int32 {
        guard let handle = rd_kafka_topic_new(client, topic, nil) else { throw KafkaError(rd_kafka_last_error()) }
        defer { rd_kafka_topic_destroy(handle) }
        var metadata: UnsafePointer<rd_kafka_metadata>?
        let code = rd_kafka_metadata(client, 0, handle, &metadata, timeout.milliseconds)
        defer { if let metadata { rd_kafka_metadata_destroy(metadata) } }
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let found = metadata?.pointee else { throw KafkaError(code) }
        guard found.topic_cnt == 1, let entry = found.topics?.pointee else {
            throw ClientFault.topicUnknown.error("no metadata for topic \(topic)")
        }
        switch entry.err {
        case RD_KAFKA_RESP_ERR_NO_ERROR where entry.partition_cnt > 0: return entry.partition_cnt
        case RD_KAFKA_RESP_ERR_NO_ERROR, RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
            throw ClientFault.topicUnknown.error("topic \(topic) does not exist or may not be seen")
        default: throw KafkaError(entry.err)
        }
    }
}
