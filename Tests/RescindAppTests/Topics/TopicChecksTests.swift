import Testing

@testable import KafkaClient
@testable import RescindApp

@Suite("What the topics must be like")
struct TopicChecksTests {
    private static let sound = [
        "cleanup.policy": "delete", "min.insync.replicas": "2", "max.message.bytes": "1048588",
        "retention.ms": "604800000", "retention.bytes": "-1",
    ]

    private static let soundLedger = [
        "cleanup.policy": "compact", "min.insync.replicas": "2", "max.message.bytes": "1048588",
        "message.timestamp.type": "LogAppendTime", "retention.ms": "604800000", "retention.bytes": "1",
    ]

    private func expectations(partitions: Int = 0) -> [TopicExpectation] {
        var configuration = RescindConfiguration(
            kafka: RescindConfiguration.Kafka(connection: KafkaConnection(bootstrapServers: "b")), clouds: [],
            tenants: [], sources: []
        )
        configuration.kafka.partitions = partitions
        return TopicExpectation.all(for: configuration)
    }

    private func topic(_ partitions: Int32 = 6, replicas: Int = 3, hasLeaders: Bool = true) -> TopicDescription {
        TopicDescription(name: "t", partitionCount: partitions, replicationFactor: replicas, hasLeaders: hasLeaders)
    }

    private func results(
        _ key: String, _ topic: TopicDescription, _ changed: [String: String] = [:], partitions: Int = 0
    ) throws -> [String: CheckResult] {
        let expectation = try #require(expectations(partitions: partitions).first { $0.key == key })
        let sound = key == "ledger" ? Self.soundLedger : Self.sound
        let checks = TopicChecks(
            expectation: expectation, description: .answered(topic),
            settings: .answered(sound.merging(changed) { _, new in new }), commandPartitions: 6
        )
        return Dictionary(uniqueKeysWithValues: checks.results.map { ($0.check, $0) })
    }

    @Test(
        "topics as they should be are ok in every row",
        arguments: ["commands", "outcomes", "ledger", "deadLetters"]
    )
    func sound(key: String) throws {
        let results = try results(key, topic(), partitions: 6)
        #expect(results.count == 7)
        #expect(results.values.allSatisfy { $0.state == .ok && $0.remedy.isEmpty })
    }

    @Test("the table knows every topic of the configuration, the commands first")
    func table() {
        #expect(expectations().map(\.key) == ["commands", "outcomes", "ledger", "deadLetters"])
        #expect(
            expectations().map(\.name)
                == [
                    "meeting.cancel.commands", "meeting.cancel.outcomes", "meeting.cancel.ledger",
                    "meeting.cancel.dead-letters",
                ])
    }

    @Test(
        "the command topic must have the partitions it was made with, others are compared with it",
        arguments: [
            ("commands", 6, 8, CheckState.failed), ("commands", 8, 8, .ok), ("commands", 6, 0, .ok),
            ("outcomes", 6, 8, .ok), ("outcomes", 4, 0, .warning), ("deadLetters", 1, 8, .ok),
            ("ledger", 6, 8, .ok), ("ledger", 7, 0, .failed), ("ledger", 5, 8, .failed),
        ] as [(String, Int32, Int, CheckState)]
    )
    func partitions(key: String, found: Int32, configured: Int, state: CheckState) throws {
        let result = try #require(try results(key, topic(found), partitions: configured)["topic \(key): partitions"])
        #expect(result.state == state)
        #expect(result.remedy.isEmpty == (state == .ok))
    }

    @Test(
        "settings",
        arguments: [
            ("commands", "cleanup.policy", "compact", CheckState.failed),
            ("outcomes", "cleanup.policy", "compact,delete", .failed),
            ("commands", "min.insync.replicas", "4", .failed), ("commands", "min.insync.replicas", "3", .warning),
            ("commands", "min.insync.replicas", "1", .warning),
            ("commands", "max.message.bytes", "197631", .failed), ("commands", "max.message.bytes", "197632", .ok),
            ("outcomes", "max.message.bytes", "197631", .failed),
            ("deadLetters", "max.message.bytes", "197631", .failed),
            ("deadLetters", "max.message.bytes", "197632", .ok),
            ("commands", "retention.ms", "86399999", .warning), ("commands", "retention.ms", "-1", .ok),
            ("deadLetters", "retention.ms", "86400000", .warning),
            ("outcomes", "retention.bytes", "1073741824", .warning),
            ("ledger", "cleanup.policy", "delete", .failed), ("ledger", "cleanup.policy", "compact,delete", .failed),
            ("ledger", "cleanup.policy", "delete,compact", .failed), ("ledger", "min.insync.replicas", "4", .failed),
            ("ledger", "max.message.bytes", "197631", .failed), ("ledger", "max.message.bytes", "197632", .ok),
            ("ledger", "message.timestamp.type", "CreateTime", .warning),
            // Age ends no record of a compacted topic, and the others keep what time they have.
            ("ledger", "retention.ms", "1000", .ok), ("commands", "message.timestamp.type", "CreateTime", .ok),
        ]
    )
    func settings(key: String, setting: String, value: String, state: CheckState) throws {
        let results = try results(key, topic(), [setting: value])
        let row = setting.hasPrefix("retention") ? "retention" : setting
        let isJudged = key == "ledger" ? row != "retention" : row != "message.timestamp.type"
        let result = results["topic \(key): \(row)"]
        #expect((result != nil) == isJudged)
        #expect(result?.state ?? .ok == state)
        #expect(result?.remedy.isEmpty ?? true == (state == .ok))
        // Nothing else is touched by it.
        #expect(results.values.count { $0.state != .ok } == (state == .ok ? 0 : 1))
    }

    @Test("one replica is a warning, and then one in sync is right")
    func replicas() throws {
        let results = try results("commands", topic(replicas: 1), ["min.insync.replicas": "1"])
        #expect(results["topic commands: replicas"]?.state == .warning)
        #expect(results["topic commands: min.insync.replicas"]?.state == .ok)
    }

    @Test("a partition without a leader is a failure")
    func leaders() throws {
        #expect(try results("outcomes", topic(hasLeaders: false))["topic outcomes"]?.state == .failed)
    }

    @Test("what nobody tells of the ledger's settings is not verified")
    func silentLedger() throws {
        let expectation = try #require(expectations().first { $0.key == "ledger" })
        func results(_ settings: BrokerAnswer<[String: String]>) -> [CheckResult] {
            TopicChecks(
                expectation: expectation, description: .answered(topic()), settings: settings, commandPartitions: 6
            ).results
        }
        #expect(results(.answered([:])).count { $0.state == .notVerified } == 4)
        let refused = results(.notVerified(Self.unseen)).filter { $0.state == .notVerified }
        #expect(refused.map(\.check) == ["topic ledger: settings"])
        #expect(refused.first?.expected.hasSuffix("max.message.bytes, message.timestamp.type") == true)
    }

    private static let unseen = KafkaError(code: "TOPIC_AUTHORIZATION_FAILED", number: 29, reason: "no")

    @Test("a missing topic is one failure, what nobody tells is not verified")
    func unknown() throws {
        let expectation = try #require(expectations().last)
        func results(
            _ description: BrokerAnswer<TopicDescription>, _ settings: BrokerAnswer<[String: String]>
        ) -> [CheckResult] {
            TopicChecks(
                expectation: expectation, description: description, settings: settings, commandPartitions: nil
            ).results
        }
        let missing = results(.answered(topic(0)), .answered([:]))
        #expect(missing.map(\.state) == [.failed])
        #expect(missing.first?.remedy.contains("rescind topics --create") == true)
        #expect(results(.notVerified(Self.unseen), .answered([:])).map(\.state) == [.notVerified])
        #expect(results(.notVerified(Self.unseen), .answered([:])).first?.remedy.contains("allow Describe") == true)
        let withoutSettings = results(.answered(topic()), .notVerified(Self.unseen))
        #expect(withoutSettings.filter { $0.state == .notVerified }.map(\.check) == ["topic deadLetters: settings"])
        #expect(withoutSettings.contains { $0.expected.hasSuffix("max.message.bytes, retention") })
        let silent = results(.answered(topic()), .answered([:]))
        #expect(silent.count { $0.state == .notVerified } == 4)
    }
}
