import KafkaClient
import MicrosoftGraph
import Testing

@testable import RescindApp

@Suite("A secret does not show in the configuration")
struct ConfigurationSecrecyTests {
    private let secret = "canary-Zm9vYmFy-secret"

    private func dumped(_ value: some Any) -> String {
        var text = ""
        dump(value, to: &text)
        return text + String(describing: value) + String(reflecting: value) + "\(value)"
    }

    @Test("neither described, reflected nor dumped, before and after it was used")
    func configuration() async throws {
        try await TemporaryFolder.with { folder in
            try folder.write("secret", secret.utf8)
            var text = ConfigurationText()
            text[.tenants] = text[.tenants].replacing(ConfigurationText.secretFile, with: "secret")
            let configuration = try RescindConfiguration(
                file: folder.path + "/c.yaml", text: text.text, environment: [:]
            )
            #expect(!dumped(configuration).contains(secret))
            let read = try configuration.tenants[0].credential.clientSecret()
            #expect(read.reveal() == secret)
            #expect(!dumped(read).contains(secret))
            #expect(!dumped(configuration).contains(secret))
        }
    }

    @Test("a password among the Kafka settings does not show either")
    func kafkaSettings() throws {
        var text = ConfigurationText()
        text[.kafka] += "\n  settings: { sasl.password: \(secret) }"
        let configuration = try RescindConfiguration(
            file: Repository.file("config/c.yaml"), text: text.text, environment: [:]
        )
        #expect(configuration.kafka.connection.settings["sasl.password"] == secret)
        #expect(!dumped(configuration).contains(secret))
        #expect(!dumped(configuration.kafka).contains(secret))
    }
}
