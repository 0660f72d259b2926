import CLibrdkafka

/// The thread of a ``RecordProducer``: serves delivery reports, errors and log lines until it is closed.
struct RecordProducerLoop {
    private let shared: RecordProducerShared
    private let client: OpaquePointer
    private let queue: OpaquePointer

    init(shared: RecordProducerShared) {
        client = shared.handle.pointer
        guard let queue = rd_kafka_queue_get_main(client) else {
            // Every client has a main queue; librdkafka makes it with the client.
            preconditionFailure("a client without a main queue")
        }
        self.shared = shared
        self.queue = queue
    }

    func run() {
        let code = rd_kafka_set_log_queue(client, queue)
        if code != RD_KAFKA_RESP_ERR_NO_ERROR { shared.log.error("log lines are lost", KafkaError(code)) }
        while !shared.isClosing {
            serve(100)
        }
        tearDown()
    }

    private func serve(_ timeout: Int32) {
        guard let event = rd_kafka_queue_poll(queue, timeout) else { return }
        defer { rd_kafka_event_destroy(event) }
        switch rd_kafka_event_type(event) {
        case RD_KAFKA_EVENT_DR:
            while let message = rd_kafka_event_message_next(event) {
                shared.delivered(message)
            }
        case RD_KAFKA_EVENT_ERROR:
            let reason = rd_kafka_event_error_string(event).map { String(cString: $0) }
            let error = KafkaError.fatal(of: client) ?? KafkaError(rd_kafka_event_error(event), reason: reason)
            shared.log.warning("the producer met an error", error)
        default: _ = shared.log.write(event: event)
        }
    }

    /// What is under way gets its time; the rest is purged, which makes reports too, and the callers are told.
    private func tearDown() {
        // Without this the rest would wait for its linger time; reports come as events, so it must not wait itself.
        rd_kafka_flush(client, 0)
        serve(for: shared.configuration.closeTimeout)
        rd_kafka_purge(client, RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT | RD_KAFKA_PURGE_F_NON_BLOCKING)
        serve(for: .milliseconds(200))
        shared.abandonAll()
        rd_kafka_queue_destroy(queue)
        if !shared.handle.destroy(within: shared.configuration.closeTimeout) {
            shared.log.error("the producer could not be destroyed in time and is left behind")
        }
        shared.ended.resolve(())
    }

    private func serve(for bound: Duration) {
        let end = ContinuousClock.now + bound
        while rd_kafka_outq_len(client) > 0, ContinuousClock.now < end {
            serve(20)
        }
    }
}
