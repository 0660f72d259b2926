import KafkaClient
import Logging

/// A cluster for one test: a mock of its own or, on a real broker, a topic of its own, so that tests run at the same
/// time without meeting.
struct TestCluster: Sendable {
    private let embedded: MockCluster?
    let connection: KafkaConnection
    let topic: String

    /// With a topic `records`.
    init(mock: MockCluster) {
        embedded = mock
        connection = mock.connection
        topic = "records"
    }

    init(connection: KafkaConnection, topic: String) {
        embedded = nil
        self.connection = connection
        self.topic = topic
    }

    /// For tests that inject faults, which are enabled with ``TestBroker/isMock`` only.
    var mock: MockCluster {
        get throws {
            guard let embedded else { throw UnexpectedEvent(description: "a real broker takes no faults") }
            return embedded
        }
    }

    /// The name of a group or transactional id that no other test uses.
    func unique(_ name: String) -> String { "\(topic)-\(name)" }

    func partition(_ number: Int32) -> TopicPartition {
        TopicPartition(topic: topic, partition: number)
    }

    /// Timings the cluster can live with: with the mock a session under about 4 s expires during the first join, and
    /// brokers refuse one under 6 s.
    func consumerConfiguration(group: String = "group") -> ConsumerConfiguration {
        var configuration = ConsumerConfiguration(connection: connection, groupID: unique(group), topics: [topic])
        configuration.sessionTimeout = .milliseconds(TestBroker.isMock ? 7000 : 6500)
        configuration.heartbeatInterval = .milliseconds(300)
        configuration.fetchWait = .milliseconds(10)
        return configuration
    }

    func readerConfiguration() -> PartitionReaderConfiguration {
        var configuration = PartitionReaderConfiguration(connection: connection)
        configuration.fetchWait = .milliseconds(10)
        return configuration
    }

    /// Produces `count` records with values 0, 1, 2 … to each of `partitions`.
    func fill(_ partitions: [Int32], count: Int, from first: Int = 0) async throws {
        let configuration = RecordProducerConfiguration(connection: connection)
        let producer = try RecordProducer(configuration: configuration, logger: .quiet)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in partitions {
                group.addTask {
                    for index in first..<first + count {
                        _ = try await producer.send(outgoing("\(index)", to: number))
                    }
                }
            }
            try await group.waitForAll()
        }
        await producer.close()
    }

    func outgoing(_ value: String, to partition: Int32, topic: String? = nil) -> OutgoingRecord {
        OutgoingRecord(topic: topic ?? self.topic, partition: partition, key: nil, value: Array(value.utf8))
    }
}

/// Runs `body` with a topic of so many partitions on a cluster of its own, which ends after it, or on the real one.
func withCluster(partitions: Int = 2, _ body: (TestCluster) async throws -> Void) async throws {
    if let bootstrap = TestBroker.bootstrap {
        let connection = KafkaConnection(bootstrapServers: bootstrap)
        let topic = try await TestBroker.createTopic(partitions: partitions, on: connection)
        return try await body(TestCluster(connection: connection, topic: topic))
    }
    let mock = try MockCluster(logger: .quiet)
    do {
        try mock.createTopic("records", partitions: partitions)
        try await body(TestCluster(mock: mock))
    } catch {
        await mock.close()
        throw error
    }
    await mock.close()
}

extension Logger {
    static var quiet: Logger {
        Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    }
}

extension KafkaRecord {
    var number: Int? { value.flatMap { Int(String(decoding: $0, as: UTF8.self)) } }
}
