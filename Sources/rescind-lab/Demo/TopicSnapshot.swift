import KafkaClient
import Logging

/// Everything a topic holds at this moment, read afresh from its beginning.
enum TopicSnapshot {
    static func read(
        _ topic: String, partitions: Int, from connection: KafkaConnection, logger: Logger
    ) async throws -> [KafkaRecord] {
        let all = (0..<Int32(partitions)).map { TopicPartition(topic: topic, partition: $0) }
        var configuration = PartitionReaderConfiguration(connection: connection)
        configuration.fetchWait = .milliseconds(10)
        let reader = try PartitionReader(
            configuration: configuration,
            starts: Dictionary(uniqueKeysWithValues: all.map { ($0, PartitionReader.Start.beginning) }), logger: logger
        )
        let result: Result<[KafkaRecord], KafkaError>
        do { result = .success(try await drain(reader, all)) } catch { result = .failure(error) }
        await reader.close()
        return try result.get()
    }

    private static func drain(
        _ reader: PartitionReader, _ partitions: [TopicPartition]
    ) async throws(KafkaError) -> [KafkaRecord] {
        var open: [TopicPartition: Int64] = [:]
        for partition in partitions {
            open[partition] = try await reader.watermarks(of: partition, timeout: .seconds(5)).high
        }
        var records: [KafkaRecord] = []
        while !open.isEmpty, let event = try await reader.next() {
            switch event {
            case .record(let record): records.append(record)
            case .endOfPartition(let partition, let nextOffset):
                if let high = open[partition], nextOffset >= high { open[partition] = nil }
            }
        }
        return records
    }
}
