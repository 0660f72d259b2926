import CommandPipeline
import Testing

@testable import KafkaClient
@testable import RescindApp

@Suite("How missing topics are made")
struct TopicPlanTests {
    private func configuration(commandBytes: Int = 131_072) -> RescindConfiguration {
        var configuration = RescindConfiguration(
            kafka: RescindConfiguration.Kafka(connection: KafkaConnection(bootstrapServers: "b")), clouds: [],
            tenants: [], sources: []
        )
        configuration.limits.commandBytes = commandBytes
        return configuration
    }

    @Test(
        "the command topic that is there decides the number of partitions, then the option, then the configuration",
        arguments: [(nil, 0, nil, 12), (nil, 24, nil, 24), (6, 0, nil, 6), (6, 24, 8, 8)]
            as [(Int?, Int, Int32?, Int32)]
    )
    func partitions(given: Int?, configured: Int, existing: Int32?, expected: Int32) {
        let plan = TopicPlan(given: given, configured: configured, existing: existing, replicationFactor: 3)
        #expect(plan.partitions == expected)
    }

    @Test("a topic that was made by the plan has nothing wrong, on a cluster of any size", arguments: [1, 2, 3, 5])
    func judgedByTheTable(replicas: Int) throws {
        let configuration = configuration(commandBytes: 786_432)
        let plan = TopicPlan(given: 6, configured: 0, existing: nil, replicationFactor: replicas)
        for expectation in TopicExpectation.all(for: configuration) {
            let made = plan.specification(expectation)
            let results = TopicChecks(
                expectation: expectation,
                description: .answered(
                    TopicDescription(
                        name: made.name, partitionCount: made.partitions,
                        replicationFactor: Int(made.replicationFactor), hasLeaders: true)
                ),
                settings: .answered(made.configuration), commandPartitions: 6
            ).results
            let others = results.filter { !$0.check.hasSuffix("replicas") }
            #expect(others.allSatisfy { $0.state == .ok }, "\(others.filter { $0.state != .ok })")
        }
    }

    @Test("the ledger is made compacted, with the brokers' time and nothing about age")
    func ledger() throws {
        let plan = TopicPlan(given: 6, configured: 0, existing: nil, replicationFactor: 3)
        let ledger = try #require(TopicExpectation.all(for: configuration()).first { $0.key == "ledger" })
        #expect(
            plan.specification(ledger).configuration == [
                "cleanup.policy": "compact", "max.message.bytes": "1048588", "min.insync.replicas": "2",
                "message.timestamp.type": "LogAppendTime",
            ]
        )
    }

    @Test("what came of the wish")
    func results() throws {
        let plan = TopicPlan(given: 6, configured: 0, existing: nil, replicationFactor: 3)
        let commands = try #require(TopicExpectation.all(for: configuration()).first)
        let denied = KafkaError(code: "TOPIC_AUTHORIZATION_FAILED", number: 29, reason: "r")
        let few = KafkaError(code: "INVALID_REPLICATION_FACTOR", number: 38, reason: "larger than available brokers: 1")
        let silent = KafkaError(code: "_TIMED_OUT", number: -185, reason: "r")
        #expect(plan.result(commands, .created).state == .ok)
        #expect(plan.result(commands, .created).found.contains("partitions: 6, replicas: 3"))
        #expect(plan.result(commands, .alreadyExists).state == .notVerified)
        #expect(plan.result(commands, .refused(denied)).remedy.contains("--acls"))
        #expect(plan.result(commands, .refused(few)).remedy.contains("--replication-factor 2"))
        #expect(plan.result(commands, .notVerified(silent)).state == .failed)
    }
}
