import KafkaClient
import Testing

@Suite("MockCluster", .timeLimit(.minutes(1)))
struct MockClusterTests {
    @Test("a topic has the partitions it was made with", .enabled(if: TestBroker.isMock))
    func topics() async throws {
        try await withCluster(partitions: 5) { cluster in
            let reader = try PartitionReader(
                configuration: cluster.readerConfiguration(), starts: [:], logger: .quiet)
            #expect(try await reader.partitionCount(of: cluster.topic, timeout: .seconds(5)) == 5)
            await reader.close()
            #expect(throws: KafkaError.self) { try cluster.mock.createTopic(cluster.topic, partitions: 5) }
        }
    }

    @Test("a closed cluster refuses to be driven, and closing twice is nothing")
    func closed() async throws {
        let mock = try MockCluster(brokers: 3, logger: .quiet)
        await mock.close()
        await mock.close()
        let error = #expect(throws: KafkaError.self) { try mock.createTopic("t", partitions: 1) }
        #expect(error?.code == "closed")
    }

    @Test("the library tells its version")
    func version() {
        #expect(LibrdkafkaVersion.text.hasPrefix("\(LibrdkafkaVersion.number >> 24)."))
    }
}
