import KafkaClient
import Testing

@Suite("PartitionReader", .timeLimit(.minutes(1)))
struct PartitionReaderTests {
    @Test("records come back byte for byte, with null and empty told apart")
    func bytesSurvive() async throws {
        try await withCluster { cluster in
            let headers = [
                KafkaHeader(name: "a", value: [1, 0, 255]), KafkaHeader(name: "a", value: []),
                KafkaHeader(name: "nil", value: nil),
            ]
            let sent = [
                OutgoingRecord(topic: cluster.topic, partition: 1, key: [0, 200], value: [0, 1], headers: headers),
                OutgoingRecord(topic: cluster.topic, partition: 1, key: nil, value: nil),
                OutgoingRecord(topic: cluster.topic, partition: 1, key: [], value: []),
            ]
            let producer = try RecordProducer(
                configuration: RecordProducerConfiguration(connection: cluster.connection), logger: .quiet)
            for (offset, record) in sent.enumerated() {
                let position = try await producer.send(record)
                #expect(position == RecordProducer.Position(partition: 1, offset: Int64(offset)))
            }
            await producer.close()

            let read = try await readAll(cluster, from: [cluster.partition(1): 0])
            #expect(read.map(\.key) == sent.map(\.key))
            #expect(read.map(\.value) == sent.map(\.value))
            #expect(read.map(\.headers) == sent.map(\.headers))
            #expect(read.map(\.offset) == [0, 1, 2])
            #expect(read.allSatisfy { ($0.timestampMilliseconds ?? 0) > 1_600_000_000_000 })
        }
    }

    @Test("reading starts where it was told and says where each partition ends")
    func startsAndEnds() async throws {
        try await withCluster { cluster in
            try await cluster.fill([0, 1], count: 5)
            let starts = [cluster.partition(0): 3, cluster.partition(1): PartitionReader.Start.beginning]
            let read = try await readAll(cluster, from: starts)
            #expect(read.filter { $0.topicPartition.partition == 0 }.compactMap(\.number) == [3, 4])
            #expect(read.filter { $0.topicPartition.partition == 1 }.compactMap(\.number) == [0, 1, 2, 3, 4])
        }
    }

    @Test("watermarks are answered by a reader without partitions")
    func watermarks() async throws {
        try await withCluster { cluster in
            try await cluster.fill([0], count: 4)
            var configuration = cluster.readerConfiguration()
            configuration.isolation = .readUncommitted
            let reader = try PartitionReader(configuration: configuration, starts: [:], logger: .quiet)
            let marks = try await reader.watermarks(of: cluster.partition(0), timeout: .seconds(5))
            #expect(marks == (0, 4))
            #expect(try await reader.partitionCount(of: cluster.topic, timeout: .seconds(5)) == 2)
            await reader.close()
            await #expect(throws: KafkaError.self) {
                _ = try await reader.watermarks(of: cluster.partition(0), timeout: .seconds(5))
            }
        }
    }

    @Test("an offset that is not there ends the reading with an error")
    func offsetOutOfRange() async throws {
        try await withCluster { cluster in
            try await cluster.fill([0], count: 1)
            let reader = try PartitionReader(
                configuration: cluster.readerConfiguration(), starts: [cluster.partition(0): 99], logger: .quiet)
            await #expect(throws: KafkaError.self) { _ = try await reader.next() }
            await reader.close()
        }
    }

    @Test("a small buffer loses nothing")
    func smallBuffer() async throws {
        try await withCluster { cluster in
            try await cluster.fill([0, 1], count: 300)
            var configuration = cluster.readerConfiguration()
            configuration.bufferedRecords = 7
            let read = try await readAll(
                cluster, from: [cluster.partition(0): 0, cluster.partition(1): 0], configuration)
            #expect(read.filter { $0.topicPartition.partition == 0 }.compactMap(\.number) == Array(0..<300))
            #expect(read.filter { $0.topicPartition.partition == 1 }.compactMap(\.number) == Array(0..<300))
        }
    }
}

/// Reads until every partition has told its end.
private func readAll(
    _ cluster: TestCluster,
    from starts: [TopicPartition: Int64],
    _ configuration: PartitionReaderConfiguration? = nil
) async throws -> [KafkaRecord] {
    let reader = try PartitionReader(
        configuration: configuration ?? cluster.readerConfiguration(), starts: starts, logger: .quiet)
    var records: [KafkaRecord] = []
    var open = Set(starts.keys)
    while !open.isEmpty, let event = try await reader.next() {
        switch event {
        case .record(let record): records.append(record)
        case .endOfPartition(let partition, let next):
            #expect(next == (records.last { $0.topicPartition == partition }?.offset ?? -1) + 1)
            open.remove(partition)
        }
    }
    await reader.close()
    return records
}
