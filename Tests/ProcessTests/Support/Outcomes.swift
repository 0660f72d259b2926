import CommandContract
import KafkaClient
import Logging

/// The outcome topic as another program reads it.
enum Outcomes {
    struct Ended: Error {}

    static let topic = "meeting.cancel.outcomes"

    /// The text of the first outcome, from the topic's beginning, that satisfies `condition`.
    static func first(
        from bootstrap: String, partitions: Int32, where condition: (String) -> Bool
    ) async throws -> String {
        var found: String?
        try await read(from: bootstrap, partitions: partitions) { value in
            let text = String(decoding: value, as: UTF8.self)
            if condition(text) { found = text }
            return found != nil
        }
        guard let found else { throw Ended() }
        return found
    }

    /// The reasons told of the records at these places, waited for; `eachTime` is called at every outcome on the way.
    static func reasons(
        at places: Set<RecordProducer.Position>, from bootstrap: String, partitions: Int32, eachTime: () -> Void
    ) async throws -> [RecordProducer.Position: String] {
        var reasons: [RecordProducer.Position: String] = [:]
        try await read(from: bootstrap, partitions: partitions) { value in
            eachTime()
            guard case .object(let event) = try JSONReader.read(value), case .object(let data)? = event["data"],
                case .string(let reason)? = data["reason"], let place = place(data)
            else { throw Ended() }
            if places.contains(place) { reasons[place] = reason }
            return reasons.count == places.count
        }
        return reasons
    }

    private static func place(_ data: JSONObject) -> RecordProducer.Position? {
        guard case .object(let position)? = data["position"], case .number(let partition)? = position["partition"],
            case .number(let offset)? = position["offset"], let partition = Int32(partition), let offset = Int64(offset)
        else { return nil }
        return RecordProducer.Position(partition: partition, offset: offset)
    }

    /// Hands on the values from the topic's beginning until `isEnough` says so.
    private static func read(
        from bootstrap: String, partitions: Int32, until isEnough: ([UInt8]) throws -> Bool
    ) async throws {
        try await read(topic, from: bootstrap, partitions: partitions) { event in
            guard case .record(let record) = event, let value = record.value else { return false }
            return try isEnough(value)
        }
    }

    /// Everything a topic holds now.
    static func all(
        in topic: String = topic, from bootstrap: String, partitions: Int32
    ) async throws -> [KafkaRecord] {
        var records: [KafkaRecord] = []
        var ended: Set<TopicPartition> = []
        try await read(topic, from: bootstrap, partitions: partitions) { event in
            switch event {
            case .record(let record): records.append(record)
            case .endOfPartition(let partition, _): ended.insert(partition)
            }
            return ended.count == partitions
        }
        return records
    }

    private static func read(
        _ topic: String, from bootstrap: String, partitions: Int32,
        until isEnough: (PartitionReader.Event) throws -> Bool
    ) async throws {
        // Newer mocks write transaction markers with a checksum of zero.
        var configuration = PartitionReaderConfiguration(
            connection: KafkaConnection(bootstrapServers: bootstrap, settings: ["check.crcs": "false"])
        )
        configuration.fetchWait = .milliseconds(10)
        let starts = (0..<partitions).map {
            (TopicPartition(topic: topic, partition: $0), PartitionReader.Start.beginning)
        }
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let reader = try PartitionReader(
            configuration: configuration, starts: Dictionary(uniqueKeysWithValues: starts), logger: quiet
        )
        do {
            var isDone = false
            while !isDone, let event = try await reader.next() {
                isDone = try isEnough(event)
            }
        } catch {
            await reader.close()
            throw error
        }
        await reader.close()
    }
}
