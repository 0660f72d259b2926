import KafkaClient
import Testing

@Suite("RecordProducer", .timeLimit(.minutes(1)))
struct RecordProducerTests {
    private func withProducer(_ cluster: TestCluster, _ body: (RecordProducer) async throws -> Void) async throws {
        var configuration = RecordProducerConfiguration(connection: cluster.connection)
        configuration.deliveryTimeout = .seconds(5)
        configuration.closeTimeout = .seconds(1)
        let producer = try RecordProducer(configuration: configuration, logger: .quiet)
        do {
            try await body(producer)
        } catch {
            await producer.close()
            throw error
        }
        await producer.close()
    }

    @Test("many records under way at once are each told their own position")
    func positions() async throws {
        try await withCluster { cluster in
            try await withProducer(cluster) { producer in
                let offsets = try await withThrowingTaskGroup(of: Int64.self) { group in
                    for number in 0..<500 {
                        group.addTask { try await producer.send(cluster.outgoing("\(number)", to: 0)).offset }
                    }
                    return try await group.reduce(into: Set<Int64>()) { $0.insert($1) }
                }
                #expect(offsets == Set(0..<500))
            }
        }
    }

    @Test("a key chooses the partition that Java's default partitioner would")
    func partitionByKey() async throws {
        try await withCluster(partitions: 7) { cluster in
            try await withProducer(cluster) { producer in
                // murmur2("21") is -973932308 in Apache Kafka's UtilsTest; the sign bit is cleared, then modulo.
                let record = OutgoingRecord(
                    topic: cluster.topic, partition: OutgoingRecord.partitionByKey, key: Array("21".utf8), value: [])
                let position = try await producer.send(record)
                #expect(position.partition == 3)
            }
        }
    }

    @Test("a partition that does not exist is refused, not guessed")
    func unknownPartition() async throws {
        try await withCluster { cluster in
            try await withProducer(cluster) { producer in
                let error = await #expect(throws: KafkaError.self) {
                    try await producer.send(cluster.outgoing("x", to: 2))
                }
                #expect(error?.code == "partitionUnknown")
            }
        }
    }

    @Test("a refused record tells why", .enabled(if: TestBroker.isMock))
    func tooLarge() async throws {
        try await withCluster { cluster in
            try await withProducer(cluster) { producer in
                let large = OutgoingRecord(
                    topic: cluster.topic, partition: 0, key: nil, value: [UInt8](repeating: 1, count: 2_000_000))
                let local = await #expect(throws: KafkaError.self) { try await producer.send(large) }
                #expect(local?.code == "MSG_SIZE_TOO_LARGE")
                try cluster.mock.pushErrors(.produce, [.topicAuthorizationFailed])
                let remote = await #expect(throws: KafkaError.self) {
                    try await producer.send(cluster.outgoing("x", to: 0))
                }
                #expect(remote?.code == "TOPIC_AUTHORIZATION_FAILED")
            }
        }
    }

    @Test("closing tells those still waiting, and later senders are refused", .enabled(if: TestBroker.isMock))
    func closing() async throws {
        try await withCluster { cluster in
            try await withProducer(cluster) { producer in
                _ = try await producer.send(cluster.outgoing("0", to: 0))
                try cluster.mock.setBrokerDown()
                async let waiting = #expect(throws: KafkaError.self) {
                    try await producer.send(cluster.outgoing("1", to: 0))
                }
                await producer.close()
                #expect(await waiting != nil)
                let late = await #expect(throws: KafkaError.self) {
                    try await producer.send(cluster.outgoing("2", to: 0))
                }
                #expect(late?.code == "closed")
            }
        }
    }
}
