import CLibrdkafka

extension ConsumerLoop {
    /// How much one turn takes at most before it looks at its other duties again.
    private static let turnRecords = 512
    private static let turnBytes = 4 << 20

    /// Waits for the first event, then takes what else is there.
    func poll() {
        var intake = RecordIntake()
        // A seek that was refused is tried again soon.
        var timeout: Int32 = machine.seeksDue.isEmpty ? 100 : 10
        while intake.count < Self.turnRecords, intake.bytes < Self.turnBytes,
            let event = rd_kafka_queue_poll(queue, timeout)
        {
            timeout = 0
            handle(event, into: &intake)
            rd_kafka_event_destroy(event)
        }
        for batch in intake.batches() {
            shared.batches.push(batch)
        }
    }

    private func handle(_ event: OpaquePointer, into intake: inout RecordIntake) {
        switch rd_kafka_event_type(event) {
        case RD_KAFKA_EVENT_FETCH:
            while let message = rd_kafka_event_message_next(event) {
                receive(message, into: &intake)
            }
        case RD_KAFKA_EVENT_REBALANCE:
            // What was received so far must be in the buffer for a revocation to drop it.
            for batch in intake.batches() {
                shared.batches.push(batch)
            }
            rebalance(event)
        case RD_KAFKA_EVENT_ERROR: report(event)
        case RD_KAFKA_EVENT_STATS:
            if let text = rd_kafka_event_stats(event), let standing = GroupStanding(statistics: text) {
                joining.seen(standing, at: .now)
            }
        default: _ = shared.log.write(event: event)
        }
    }

    private func receive(_ message: UnsafePointer<rd_kafka_message_t>, into intake: inout RecordIntake) {
        guard message.pointee.err == RD_KAFKA_RESP_ERR_NO_ERROR else {
            shared.log.warning("a fetch failed", KafkaError(message.pointee.err))
            return
        }
        let partition = intake.topicPartition(of: message)
        guard let epoch = machine.epoch(ofRecordFrom: partition) else { return }
        intake.append(MessageCopy.record(of: message, in: partition), epoch: epoch)
    }

    private func report(_ event: OpaquePointer) {
        if let fatal = KafkaError.fatal(of: client) { return fail(fatal) }
        let reason = rd_kafka_event_error_string(event).map { String(cString: $0) }
        shared.log.warning("the consumer met an error", KafkaError(rd_kafka_event_error(event), reason: reason))
    }
}
