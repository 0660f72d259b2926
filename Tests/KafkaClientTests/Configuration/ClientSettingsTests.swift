import KafkaClient
import Testing

@Suite("Settings")
struct ClientSettingsTests {
    private func check(_ settings: [String: String]) -> KafkaError? {
        do throws(KafkaError) {
            try KafkaConnection(bootstrapServers: "localhost:1", settings: settings).check()
            return nil
        } catch {
            return error
        }
    }

    @Test("security, limits and tuning may be given")
    func accepted() {
        let given = [
            "security.protocol": "SASL_SSL", "sasl.mechanism": "PLAIN", "sasl.username": "u", "sasl.password": "p",
            "ssl.ca.location": "/nowhere", "client.id": "x", "linger.ms": "3", "queued.min.messages": "5",
        ]
        #expect(check(given) == nil)
    }

    @Test(
        "a setting a promise rests on is refused by name",
        arguments: [
            "bootstrap.servers", "metadata.broker.list", "enable.auto.commit", "auto.commit.enable",
            "enable.auto.offset.store", "partition.assignment.strategy", "isolation.level", "auto.offset.reset",
            "group.id", "group.instance.id", "transactional.id", "transaction.timeout.ms", "enable.idempotence",
            "acks", "request.required.acks", "log.queue", "allow.auto.create.topics", "session.timeout.ms",
            "heartbeat.interval.ms", "max.poll.interval.ms", "message.timeout.ms", "delivery.timeout.ms", "retries",
            "max.in.flight", "max.in.flight.requests.per.connection", "partitioner", "plugin.library.paths",
            "test.mock.num.brokers", "enable.partition.eof",
        ]
    )
    func reserved(name: String) {
        let error = check([name: "hunter2"])
        #expect(error?.code == "settingReserved")
        #expect(error?.reason.contains(name) == true)
        #expect(error?.description.contains("hunter2") == false)
    }

    @Test("an unknown name and a bad value are told apart, by name and never by value")
    func wrong() {
        let unknown = check(["no.such.setting": "hunter2"])
        #expect(unknown?.code == "settingUnknown")
        let bad = check(["security.protocol": "hunter2"])
        #expect(bad?.code == "settingInvalid")
        for (error, name) in [(unknown, "no.such.setting"), (bad, "security.protocol")] {
            #expect(error?.reason.contains(name) == true)
            #expect(error?.description.contains("hunter2") == false)
        }
    }

    @Test("every client refuses a reserved setting when it is made")
    func everyClient() {
        let connection = KafkaConnection(bootstrapServers: "localhost:1", settings: ["acks": "1"])
        #expect(throws: KafkaError.self) {
            try KafkaConsumer(
                configuration: ConsumerConfiguration(connection: connection, groupID: "g", topics: ["t"]),
                logger: .quiet)
        }
        #expect(throws: KafkaError.self) {
            try TransactionalProducer(
                configuration: TransactionalProducerConfiguration(connection: connection, transactionalID: "t"),
                logger: .quiet)
        }
        #expect(throws: KafkaError.self) {
            try RecordProducer(configuration: RecordProducerConfiguration(connection: connection), logger: .quiet)
        }
        #expect(throws: KafkaError.self) {
            try PartitionReader(
                configuration: PartitionReaderConfiguration(connection: connection), starts: [:], logger: .quiet)
        }
    }

    @Test("a consumer needs a group")
    func emptyGroup() {
        let connection = KafkaConnection(bootstrapServers: "localhost:1")
        #expect(throws: KafkaError.self) {
            try KafkaConsumer(
                configuration: ConsumerConfiguration(connection: connection, groupID: "", topics: ["t"]),
                logger: .quiet)
        }
    }
}
