import KafkaClient
import Logging

/// Follows the outcome topic from its beginning.
struct OutcomeWatcher: Sendable {
    private let reader: PartitionReader

    init(stack: LabStack) throws {
        var configuration = PartitionReaderConfiguration(connection: stack.connection)
        configuration.fetchWait = .milliseconds(10)
        let partitions = (0..<Int32(LabStack.partitions)).map {
            TopicPartition(topic: LabStack.outcomes, partition: $0)
        }
        reader = try PartitionReader(
            configuration: configuration,
            starts: Dictionary(uniqueKeysWithValues: partitions.map { ($0, PartitionReader.Start.beginning) }),
            logger: stack.logger
        )
    }

    /// nil once closed.
    func next() async throws -> ObservedOutcome? {
        while let event = try await reader.next() {
            if case .record(let record) = event, let outcome = ObservedOutcome(record) { return outcome }
        }
        return nil
    }

    func close() async { await reader.close() }
}
