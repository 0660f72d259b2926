import CLibrdkafka

/// Copies consumed messages out of librdkafka's memory.
///
/// A message keeps the whole fetch response it came in alive, so it is copied on the poll thread and given back at
/// once; holding on to a small record would otherwise pin megabytes.
enum MessageCopy {
    /// - Precondition: `message` carries a record, not an error.
    static func record(
        of message: UnsafePointer<rd_kafka_message_t>,
        in topicPartition: TopicPartition
    ) -> KafkaRecord {
        let content = message.pointee
        return KafkaRecord(
            topicPartition: topicPartition,
            offset: content.offset,
            timestampMilliseconds: timestamp(of: message),
            key: bytes(content.key, count: content.key_len),
            value: bytes(content.payload, count: content.len),
            headers: headers(of: message)
        )
    }

    private static func timestamp(of message: UnsafePointer<rd_kafka_message_t>) -> Int64? {
        var type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE
        let milliseconds = rd_kafka_message_timestamp(message, &type)
        return type == RD_KAFKA_TIMESTAMP_NOT_AVAILABLE ? nil : milliseconds
    }

    private static func headers(of message: UnsafePointer<rd_kafka_message_t>) -> [KafkaHeader] {
        var list: OpaquePointer?
        guard rd_kafka_message_headers(message, &list) == RD_KAFKA_RESP_ERR_NO_ERROR, let list else { return [] }
        return (0..<rd_kafka_header_cnt(list)).compactMap { index in
            var name: UnsafePointer<CChar>?
            var value: UnsafeRawPointer?
            var size = 0
            let code = rd_kafka_header_get_all(list, index, &name, &value, &size)
            guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let name else { return nil }
            return KafkaHeader(name: String(cString: name), value: bytes(value, count: size))
        }
    }

    private static func bytes(_ start: UnsafeRawPointer?, count: Int) -> [UInt8]? {
        start.map { [UInt8](UnsafeRawBufferPointer(start: $0, count: count)) }
    }
}
