import CommandContract
import KafkaClient

/// Marks the letters of a plan, one after the other; what it had no time for is still open.
struct DiscardRun: Sendable {
    let configuration: RescindConfiguration
    let plan: DiscardPlan

    func run() async throws {
        let producer = try RecordProducer(
            configuration: RecordProducerConfiguration(connection: configuration.kafka.connection),
            logger: KafkaInspection.logger
        )
        let writer = LetterWriter(configuration, producer: producer)
        do {
            for entry in plan.entries {
                try await writer.mark(DeadLetterMark(.discarded, outcomeID: entry.outcomeID), entry.position)
            }
        } catch {
            await producer.close()
            throw error
        }
        await producer.close()
    }
}
