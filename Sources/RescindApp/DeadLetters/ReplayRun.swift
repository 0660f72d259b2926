import CommandContract
import CommandPipeline
import KafkaClient

/// Carries a plan out: reads the topic once more and sends what was planned, since values are not kept meanwhile.
struct ReplayRun: Sendable {
    struct Tally: Sendable, Equatable {
        var sent = 0
        /// Past their deadline since they were planned.
        var expired = 0
        /// Made no command that the worker would read.
        var unreadable = 0
    }

    let configuration: RescindConfiguration
    let topic: DeadLetterTopic
    let plan: ReplayPlan
    /// Commands a second.
    let rate: Int
    var clock: any PipelineClock = SystemClock()

    /// - Parameter progress: is told after every command that was sent.
    func run(progress: (Tally) -> Void) async throws -> Tally {
        var tally = Tally()
        var pace = ReplayPace(rate: rate)
        let decoder = configuration.recordDecoder
        let producer = try RecordProducer(
            configuration: RecordProducerConfiguration(connection: configuration.kafka.connection),
            logger: KafkaInspection.logger
        )
        let writer = LetterWriter(configuration, producer: producer)
        do {
            try await topic.scan { record in
                guard let letter = plan.letter(record) else { return }
                try await clock.sleep(for: pace.turn(at: clock.uptime))
                // At this rate the last one may be an hour later than the plan.
                let now = clock.now
                if ShelvedLetter(letter, decoder: decoder).isExpired(at: now) {
                    tally.expired += 1
                } else if try await writer.replay(letter, at: now) {
                    tally.sent += 1
                    progress(tally)
                } else {
                    tally.unreadable += 1
                }
            }
        } catch {
            await producer.close()
            throw error
        }
        await producer.close()
        return tally
    }
}

extension ReplayPlan {
    /// - Returns: nil for a record that is not to be sent.
    fileprivate func letter(_ record: KafkaRecord) -> StoredLetter? {
        let place = Place(partition: record.topicPartition.partition, offset: record.offset)
        guard places.contains(place) else { return nil }
        return StoredLetter(
            position: record.position, key: record.key, value: record.value,
            headers: record.headers.map { RecordHeader($0) }
        )
    }
}
