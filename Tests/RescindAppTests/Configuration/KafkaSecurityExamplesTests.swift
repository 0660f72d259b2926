import KafkaClient
import Testing

@testable import RescindApp

@Suite("The examples of docs/kafka-security.md")
struct KafkaSecurityExamplesTests {
    /// The YAML under a heading, its absolute paths moved into `folder`.
    private func example(_ heading: String, in folder: TemporaryFolder) throws -> String {
        let page = try Repository.text("docs/kafka-security.md")
        let section = try #require(page.split(separator: "\n## ").first { $0.hasPrefix("\(heading)\n") })
        let block = try #require(section.split(separator: "```yaml\n").dropFirst().first)
        return String(try #require(block.split(separator: "```").first))
            .replacing("/run/secrets/", with: "\(folder.path)/").replacing("/etc/rescind/", with: "\(folder.path)/")
    }

    private func load(_ heading: String) async throws -> RescindConfiguration.Kafka {
        try await TemporaryFolder.with { folder in
            for name in ["kafka-password", "kafka-client-key-password", "kafka-client-secret"] {
                try folder.write(name, "secret-of-\(name)".utf8)
            }
            var text = ConfigurationText()
            text[.kafka] = try example(heading, in: folder)
            return try RescindConfiguration(
                file: Repository.file("config/c.yaml"), text: text.text,
                environment: ["RESCIND_KAFKA_BOOTSTRAP": "kafka.example.com:9093"]
            ).kafka
        }
    }

    @Test(
        "each loads and sets what its heading says",
        arguments: [
            ("Secrets", nil, nil, "secret-of-kafka-password"), ("TLS", "SSL", nil, nil),
            ("Mutual TLS", "SSL", nil, nil), ("SASL PLAIN", "SASL_SSL", "PLAIN", "secret-of-kafka-password"),
            ("SASL SCRAM", "SASL_SSL", "SCRAM-SHA-512", "secret-of-kafka-password"),
            ("SASL OAUTHBEARER", "SASL_SSL", "OAUTHBEARER", nil),
        ] as [(String, String?, String?, String?)]
    )
    func loads(heading: String, transport: String?, mechanism: String?, password: String?) async throws {
        let kafka = try await load(heading)
        #expect(kafka.connection.settings["security.protocol"] == transport)
        #expect(kafka.connection.settings["sasl.mechanism"] == mechanism)
        #expect(kafka.connection.settings["sasl.password"] == password)
        #expect((kafka.connection.tokenProvider != nil) == (mechanism == "OAUTHBEARER"))
    }

    @Test("mutual TLS names certificate and key, and takes the key's password from its file")
    func mutual() async throws {
        let settings = try await load("Mutual TLS").connection.settings
        #expect(settings["ssl.certificate.location"]?.hasSuffix("/worker.pem") == true)
        #expect(settings["ssl.key.location"]?.hasSuffix("/kafka-client.key") == true)
        #expect(settings["ssl.key.password"] == "secret-of-kafka-client-key-password")
    }
}
