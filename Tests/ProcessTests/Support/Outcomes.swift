import KafkaClient
import Logging

/// The outcome topic as another program reads it.
enum Outcomes {
    struct Ended: Error {}

    /// The text of the first outcome, from the topic's beginning, that satisfies `condition`.
    static func first(
        from bootstrap: String, partitions: Int32, where condition: (String) -> Bool
    ) async throws -> String {
        // Newer mocks write transaction markers with a checksum of zero.
        var configuration = PartitionReaderConfiguration(
            connection: KafkaConnection(bootstrapServers: bootstrap, settings: ["check.crcs": "false"])
        )
        configuration.fetchWait = .milliseconds(10)
        let starts = (0..<partitions).map {
            (TopicPartition(topic: "meeting.cancel.outcomes", partition: $0), PartitionReader.Start.beginning)
        }
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let reader = try PartitionReader(
            configuration: configuration, starts: Dictionary(uniqueKeysWithValues: starts), logger: quiet
        )
        var found: String?
        do {
            while found == nil, let event = try await reader.next() {
                guard case .record(let record) = event, let value = record.value else { continue }
                let text = String(decoding: value, as: UTF8.self)
                if condition(text) { found = text }
            }
        } catch {
            await reader.close()
            throw error
        }
        await reader.close()
        guard let found else { throw Ended() }
        return found
    }
}
