import KafkaClient
import Logging

/// Outcomes of all partitions of a topic, from its beginning on, as they come.
struct FollowedOutcomes: Sendable {
    let topic: String
    let partitions: Int
    let configuration: PartitionReaderConfiguration
    let logger: Logger

    /// Tells of each outcome until cancelled.
    func follow(_ saw: (PublishedOutcome) -> Void) async throws {
        let starts = (0..<Int32(partitions)).map {
            (TopicPartition(topic: topic, partition: $0), PartitionReader.Start.beginning)
        }
        let reader = try PartitionReader(
            configuration: configuration, starts: Dictionary(uniqueKeysWithValues: starts), logger: logger
        )
        do {
            while let event = try await reader.next() {
                guard case .record(let record) = event, let outcome = PublishedOutcome(record) else { continue }
                saw(outcome)
            }
        } catch {
            await reader.close()
            throw error
        }
        await reader.close()
    }
}
