import KafkaClient
import Testing

@Suite("KafkaAdministration", .timeLimit(.minutes(1)))
struct KafkaAdministrationTests {
    private func withAdministration(
        _ connection: KafkaConnection,
        _ body: (KafkaAdministration) async throws -> Void
    ) async throws {
        let administration = try KafkaAdministration(connection: connection, logger: .quiet)
        do { try await body(administration) } catch {
            await administration.close()
            throw error
        }
        await administration.close()
    }

    @Test("a topic is described by its partitions, replicas and leaders, and the cluster by its brokers")
    func describes() async throws {
        try await withCluster(partitions: 3) { cluster in
            try await withAdministration(cluster.connection) { administration in
                let answers = try await administration.describe(topics: [cluster.topic], timeout: .seconds(5))
                let found = answers.first?.answer.value
                #expect(answers.map(\.topic) == [cluster.topic])
                #expect(found?.exists == true)
                #expect(found?.partitionCount == 3)
                #expect((found?.replicationFactor ?? 0) >= 1)
                #expect(found?.hasLeaders == true)
                let description = try await administration.cluster(timeout: .seconds(5))
                #expect(!description.brokers.isEmpty)
                #expect(description.brokers.allSatisfy { $0.port > 0 && !$0.host.isEmpty })
            }
        }
    }

    @Test(
        "a topic that does not exist, may not be seen or has no leader is told apart", .enabled(if: TestBroker.isMock))
    func troubles() async throws {
        try await withCluster { cluster in
            let mock = try cluster.mock
            try await withAdministration(cluster.connection) { administration in
                func answer() async throws -> BrokerAnswer<TopicDescription>? {
                    try await administration.describe(topics: [cluster.topic], timeout: .seconds(5)).first?.answer
                }
                try mock.removeLeader(of: cluster.partition(1))
                #expect(try await answer()?.value?.hasLeaders == false)
                #expect(try await answer()?.value?.partitionCount == 2)
                try mock.setError(.topicAuthorizationFailed, of: cluster.topic)
                guard case .notVerified(let error) = try await answer() else {
                    throw UnexpectedEvent(description: "seen without being allowed to")
                }
                #expect(error.code == "TOPIC_AUTHORIZATION_FAILED")
                try mock.setError(.unknownTopicOrPartition, of: cluster.topic)
                #expect(try await answer()?.value?.exists == false)
            }
        }
    }

    @Test("what the mock does not answer is not verified, neither true nor false", .enabled(if: TestBroker.isMock))
    func unanswered() async throws {
        try await withCluster { cluster in
            try await withAdministration(cluster.connection) { administration in
                let bound = Duration.milliseconds(300)
                let settings = await administration.configuration(
                    of: [cluster.topic, "other"], names: ["cleanup.policy"], timeout: bound)
                #expect(settings.count == 2)
                for case let answer in settings.values {
                    guard case .notVerified = answer else {
                        throw UnexpectedEvent(description: "\(answer)")
                    }
                }
                let wish = TopicSpecification(name: "new", partitions: 2)
                let created = await administration.create([wish], timeout: bound)["new"]
                guard case .notVerified = created else {
                    throw UnexpectedEvent(description: "\(String(describing: created))")
                }
                #expect(await administration.create([], timeout: bound) == [:])
            }
        }
    }

    @Test(
        "created topics have the settings they were given, and creating them again changes nothing",
        .enabled(if: !TestBroker.isMock, "the mock cluster has no administration requests"))
    func creates() async throws {
        try await withCluster { cluster in
            try await withAdministration(cluster.connection) { administration in
                let name = TestBroker.randomName()
                var wish = TopicSpecification(name: name, partitions: 3)
                wish.configuration = ["cleanup.policy": "compact", "max.message.bytes": "200000"]
                #expect(await administration.create([wish], timeout: .seconds(20)) == [name: .created])
                #expect(await administration.create([wish], timeout: .seconds(20)) == [name: .alreadyExists])
                let names = Set(wish.configuration.keys).union(["retention.ms"])
                let found = await administration.configuration(of: [name], names: names, timeout: .seconds(20))
                #expect(found[name]?.value?["cleanup.policy"] == "compact")
                #expect(found[name]?.value?["max.message.bytes"] == "200000")
                #expect(found[name]?.value?["retention.ms"] != nil)
                #expect(
                    await administration.configuration(of: [name], names: [], timeout: .seconds(20))[name]?.value == [:]
                )
            }
        }
    }

    @Test("a wish librdkafka refuses by itself is refused without a broker")
    func impossible() async throws {
        try await withAdministration(KafkaConnection(bootstrapServers: "127.0.0.1:1")) { administration in
            let wish = TopicSpecification(name: "t", partitions: -5)
            guard case .refused = await administration.create([wish], timeout: .milliseconds(100))["t"] else {
                throw UnexpectedEvent(description: "not refused")
            }
        }
    }

    @Test("a cluster that cannot be reached says why, and a closed client that it is closed")
    func unreachable() async throws {
        let connection = KafkaConnection(bootstrapServers: "127.0.0.1:1", settings: ["log_level": "0"])
        let administration = try KafkaAdministration(connection: connection, logger: .quiet)
        let error = await #expect(throws: KafkaError.self) {
            try await administration.cluster(timeout: .milliseconds(500))
        }
        #expect(error?.code == "_TRANSPORT", "\(String(describing: error))")
        await administration.close()
        await administration.close()
        let closed = await #expect(throws: KafkaError.self) { try await administration.cluster(timeout: .seconds(1)) }
        #expect(closed?.code == "closed")
    }
}
