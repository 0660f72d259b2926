import CLibrdkafka

/// What a delivery report says of a record that is stored.
struct Delivery: Hashable, Sendable {
    /// Of the record in its partition. Too low, or negative, when only a repeated request was answered: the broker then
    /// says that it has the records, and not always where.
    let offset: Int64
    /// nil on a topic that keeps the producer's time.
    let logAppendMilliseconds: Int64?
}

extension Delivery {
    /// - Precondition: `message` is a report without an error.
    init(_ message: UnsafePointer<rd_kafka_message_t>) {
        var type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE
        let milliseconds = rd_kafka_message_timestamp(message, &type)
        self.init(
            offset: message.pointee.offset,
            logAppendMilliseconds: type == RD_KAFKA_TIMESTAMP_LOG_APPEND_TIME ? milliseconds : nil
        )
    }
}
