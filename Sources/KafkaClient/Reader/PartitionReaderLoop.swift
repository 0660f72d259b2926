import CLibrdkafka

/// The thread of a ``PartitionReader``.
struct PartitionReaderLoop {
    private let shared: PartitionReaderShared
    private let starts: [TopicPartition: Int64]
    private let client: OpaquePointer
    private let queue: OpaquePointer

    init(shared: PartitionReaderShared, starts: [TopicPartition: Int64]) {
        client = shared.handle.pointer
        guard let queue = rd_kafka_queue_get_consumer(client) else {
            // A client with a group id has this queue, and the configuration always sends one.
            preconditionFailure("a reader without a queue")
        }
        self.shared = shared
        self.starts = starts
        self.queue = queue
    }

    func run() {
        begin()
        while !shared.isClosing {
            shared.waitForRoom()
            poll()
        }
        tearDown()
    }

    private func begin() {
        let assigned = PartitionList.with(starts.keys.sorted(), offsets: starts) { rd_kafka_assign(client, $0) }
        let codes = [rd_kafka_poll_set_consumer(client), rd_kafka_set_log_queue(client, queue), assigned]
        for code in codes where code != RD_KAFKA_RESP_ERR_NO_ERROR {
            shared.fail(KafkaError(code))
        }
    }

    private func poll() {
        guard let event = rd_kafka_queue_poll(queue, 100) else { return }
        defer { rd_kafka_event_destroy(event) }
        switch rd_kafka_event_type(event) {
        case RD_KAFKA_EVENT_FETCH:
            while let message = rd_kafka_event_message_next(event) {
                receive(message)
            }
        case RD_KAFKA_EVENT_ERROR: report(event)
        default: _ = shared.log.write(event: event)
        }
    }

    private func receive(_ message: UnsafePointer<rd_kafka_message_t>) {
        let name = rd_kafka_topic_name(message.pointee.rkt).map { String(cString: $0) } ?? ""
        let partition = TopicPartition(topic: name, partition: message.pointee.partition)
        switch message.pointee.err {
        case RD_KAFKA_RESP_ERR_NO_ERROR:
            shared.events.push(.record(MessageCopy.record(of: message, in: partition)))
        case RD_KAFKA_RESP_ERR__PARTITION_EOF:
            shared.events.push(.endOfPartition(partition, nextOffset: message.pointee.offset))
        case let code: shared.fail(KafkaError(code))
        }
    }

    /// The end of a partition is reported as an error of it.
    private func report(_ event: OpaquePointer) {
        let code = rd_kafka_event_error(event)
        if code == RD_KAFKA_RESP_ERR__PARTITION_EOF, let entry = rd_kafka_event_topic_partition(event) {
            defer { rd_kafka_topic_partition_destroy(entry) }
            let partition = TopicPartition(entry.pointee)
            return shared.events.push(.endOfPartition(partition, nextOffset: entry.pointee.offset))
        }
        let reason = rd_kafka_event_error_string(event).map { String(cString: $0) }
        let error = KafkaError.fatal(of: client) ?? KafkaError(code, reason: reason)
        if error.isFatal || Self.endsReading.contains(code.rawValue) { return shared.fail(error) }
        shared.log.warning("the reader met an error", error)
    }

    /// An offset that is out of range, a topic or partition that does not exist, may not be read, or lost its log:
    /// waiting does not bring the records.
    private static let endsReading: Set<Int32> = [
        RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET.rawValue,
        RD_KAFKA_RESP_ERR_OFFSET_OUT_OF_RANGE.rawValue,
        RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION.rawValue,
        RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC.rawValue,
        RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART.rawValue,
        RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED.rawValue,
    ]

    private func tearDown() {
        shared.events.finish(discarding: shared.failure == nil)
        _ = rd_kafka_assign(client, nil)
        while let event = rd_kafka_queue_poll(queue, 0) {
            _ = shared.log.write(event: event)
            rd_kafka_event_destroy(event)
        }
        rd_kafka_queue_destroy(queue)
        let bound = shared.configuration.closeTimeout
        if !shared.handle.destroy(within: bound, flags: RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE) {
            shared.log.error("the reader could not be destroyed in time and is left behind")
        }
        shared.ended.resolve(())
    }
}
