import Foundation
import KafkaClient

/// Which brokers the integration tests use: librdkafka's mock in this process, or those of the environment variable
/// `RESCIND_TEST_BOOTSTRAP` (`host:port`, no security), which must let anybody create topics.
///
/// Topics, groups and transactional ids get random names there; the topics stay behind. Tests that inject faults need
/// the mock and are skipped.
enum TestBroker {
    static let bootstrap = ProcessInfo.processInfo.environment["RESCIND_TEST_BOOTSTRAP"].flatMap {
        $0.isEmpty ? nil : $0
    }
    static var isMock: Bool { bootstrap == nil }

    static func randomName() -> String {
        "rescind-test-\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
    }

    /// Creates a topic with a random name and waits until all its partitions have leaders.
    static func createTopic(partitions: Int, on connection: KafkaConnection) async throws -> String {
        let administration = try KafkaAdministration(connection: connection, logger: .quiet)
        let name = randomName()
        let wish = TopicSpecification(name: name, partitions: Int32(partitions))
        let answer = await administration.create([wish], timeout: .seconds(20))[name]
        var isReady = false
        for _ in 0..<100 where answer == .created && !isReady {
            let found = try await administration.describe(topics: [name], timeout: .seconds(5)).first?.answer.value
            isReady = found?.hasLeaders == true && found?.partitionCount == Int32(partitions)
        }
        await administration.close()
        guard isReady else { throw UnexpectedEvent(description: "no topic: \(String(describing: answer))") }
        return name
    }
}
