import Testing

@testable import KafkaClient

@Suite("Applied settings")
struct AppliedSettingsTests {
    private func applied(_ settings: ClientSettings) -> [String: String] {
        Dictionary(settings.entries.map { ($0.name, $0.value) }) { $1 }
    }

    @Test("the operator's tuning wins over the defaults, and the invariants over everything")
    func order() throws {
        let connection = KafkaConnection(bootstrapServers: "host:9092", settings: ["linger.ms": "7"])
        let configuration = TransactionalProducerConfiguration(connection: connection, transactionalID: "slot-3")
        let settings = applied(try configuration.settings())
        #expect(settings["linger.ms"] == "7")
        #expect(settings["transactional.id"] == "slot-3")
        #expect(settings["bootstrap.servers"] == "host:9092")
        #expect(settings["retry.backoff.ms"] == "5")
        #expect(settings["acks"] == "all")
    }

    @Test("a consumer reads committed records, commits nothing by itself and assigns cooperatively")
    func consumer() throws {
        var configuration = ConsumerConfiguration(
            connection: KafkaConnection(bootstrapServers: "h:1"), groupID: "g", groupInstanceID: "slot-1", topics: ["t"]
        )
        configuration.sessionTimeout = .seconds(12)
        let settings = applied(try configuration.settings())
        #expect(settings["isolation.level"] == "read_committed")
        #expect(settings["enable.auto.commit"] == "false")
        #expect(settings["enable.auto.offset.store"] == "false")
        #expect(settings["partition.assignment.strategy"] == "cooperative-sticky")
        #expect(settings["group.instance.id"] == "slot-1")
        #expect(settings["session.timeout.ms"] == "12000")
        configuration.groupInstanceID = nil
        #expect(applied(try configuration.settings())["group.instance.id"] == nil)
    }

    @Test("whoever reads takes bounded answers, which the operator may widen and librdkafka accepts")
    func answerSizes() throws {
        let connection = KafkaConnection(bootstrapServers: "h:1")
        let wider = KafkaConnection(
            bootstrapServers: "h:1",
            settings: ["fetch.max.bytes": "20000000", "receive.message.max.bytes": "20000512"])
        for (connection, fetched, received) in [(connection, 8_388_608, 16_777_216), (wider, 20_000_000, 20_000_512)] {
            for settings in [
                try ConsumerConfiguration(connection: connection, groupID: "g", topics: ["t"]).settings(),
                try PartitionReaderConfiguration(connection: connection).settings(),
            ] {
                #expect(applied(settings)["fetch.max.bytes"] == "\(fetched)")
                #expect(applied(settings)["receive.message.max.bytes"] == "\(received)")
                // The sizes are compared with each other only when a client is made of them.
                let handle = try KafkaHandle(.consumer, settings: settings)
                #expect(handle.destroy(within: .seconds(10)))
            }
        }
    }

    @Test("answers without room for what is fetched are refused by the names of the settings")
    func answersTooSmall() throws {
        for setting in [["receive.message.max.bytes": "8388608"], ["message.max.bytes": "8388609"]] {
            let settings = try PartitionReaderConfiguration(
                connection: KafkaConnection(bootstrapServers: "h:1", settings: setting)
            ).settings()
            let error = #expect(throws: KafkaError.self) { _ = try KafkaHandle(.consumer, settings: settings) }
            #expect(error?.reason.contains("fetch.max.bytes") == true)
            #expect(error?.reason.contains(setting.keys.first ?? "-") == true)
        }
    }

    @Test("every invariant is reserved, so none can be overridden")
    func invariantsAreReserved() throws {
        let connection = KafkaConnection(bootstrapServers: "h:1", settings: ["client.id": "marker"])
        let consumer = ConsumerConfiguration(connection: connection, groupID: "g", groupInstanceID: "i", topics: [])
        let all = [
            try consumer.settings(),
            try TransactionalProducerConfiguration(connection: connection, transactionalID: "t").settings(),
            try RecordProducerConfiguration(connection: connection).settings(),
            try PartitionReaderConfiguration(connection: connection).settings(),
        ]
        for settings in all {
            let invariants = settings.entries.drop { $0.name != "client.id" }.dropFirst().map(\.name)
            #expect(invariants.count > 3)
            for name in invariants {
                #expect(ReservedSettings.names.contains(name), "\(name)")
            }
        }
    }

    @Test("durations become whole milliseconds within what librdkafka takes")
    func milliseconds() {
        #expect(Duration.seconds(1.5).milliseconds == 1500)
        #expect(Duration.microseconds(999).milliseconds == 0)
        #expect(Duration.seconds(-1).milliseconds == 0)
        #expect(Duration.seconds(10_000_000).milliseconds == .max)
        #expect(Duration.seconds(Int64.max).milliseconds == .max)
    }
}
