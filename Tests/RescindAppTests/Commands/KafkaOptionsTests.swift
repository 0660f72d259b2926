import ArgumentParser
import KafkaClient
import Testing

@testable import RescindApp

@Suite("Where the tools find Kafka")
struct KafkaOptionsTests {
    @Test("given directly, the topics have the defaults")
    func direct() throws {
        let kafka = try KafkaOptions.parse(["--bootstrap", "b:1"]).connection()
        #expect(kafka.connection.bootstrapServers == "b:1")
        #expect(kafka.commands == "meeting.cancel.commands")
        #expect(try KafkaOptions.parse(["--bootstrap", "b:1", "--topic", "t"]).connection().commands == "t")
    }

    @Test("from the configuration, with options that win over it")
    func fromConfiguration() throws {
        let file = Repository.file("config/rescind.example.yaml")
        let kafka = try KafkaOptions.parse(["--config", file]).connection()
        #expect(kafka.connection.bootstrapServers == "broker-1:9092,broker-2:9092")
        #expect(kafka.connection.settings == ["security.protocol": "plaintext"])
        let other = try KafkaOptions.parse(["-c", file, "--bootstrap", "b:1", "--topic", "t"]).connection()
        #expect(other.connection.bootstrapServers == "b:1")
        #expect(other.connection.settings == ["security.protocol": "plaintext"])
        #expect(other.commands == "t")
    }

    @Test("neither is an error")
    func neither() { #expect(throws: (any Error).self) { try KafkaOptions.parse([]) } }
}
