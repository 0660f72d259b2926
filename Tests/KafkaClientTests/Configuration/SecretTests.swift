import KafkaClient
import Testing

@Suite("Secrets of a connection")
struct SecretTests {
    /// Every way Swift has of printing `value`.
    private func printed(_ value: some Any) -> String {
        var dumped = ""
        dump(value, to: &dumped)
        return "\(value) \(String(reflecting: value)) \(dumped) \([value]) \(Optional(value) as Any)"
    }

    @Test("a token is printed without its value")
    func token() {
        let text = printed(KafkaToken.test("hunter2", extensions: ["logicalCluster": "hunter2"]))
        #expect(text.contains("KafkaToken"))
        #expect(!text.contains("hunter2"))
    }

    @Test("a connection, and what holds one, are printed with the names of its settings only")
    func connection() {
        let connection = KafkaConnection(
            bootstrapServers: "host:1", settings: ["sasl.password": "hunter2"], tokenProvider: TestTokens([]))
        let consumer = ConsumerConfiguration(connection: connection, groupID: "g", topics: ["t"])
        for text in [printed(connection), printed(consumer)] {
            #expect(text.contains("sasl.password"))
            #expect(!text.contains("hunter2"))
        }
    }

    @Test("connections are equal when their settings are and their provider is the same one")
    func equality() {
        let provider = TestTokens([])
        let one = KafkaConnection(bootstrapServers: "h:1", tokenProvider: provider)
        #expect(one == KafkaConnection(bootstrapServers: "h:1", tokenProvider: provider))
        #expect(one != KafkaConnection(bootstrapServers: "h:1", tokenProvider: TestTokens([])))
        #expect(one != KafkaConnection(bootstrapServers: "h:1"))
        #expect(Set([one, one, KafkaConnection(bootstrapServers: "h:1")]).count == 2)
    }

    @Test(
        "a certificate or key file that cannot be used is named by its setting, never by its path",
        arguments: ["ssl.ca.location", "ssl.certificate.location", "ssl.key.location", "ssl.keystore.location"]
    )
    func missingFile(setting: String) {
        let settings = ["security.protocol": "SSL", setting: "/nowhere/hunter2.pem", "log_level": "0"]
        let connection = KafkaConnection(bootstrapServers: "localhost:1", settings: settings)
        let error = #expect(throws: KafkaError.self) {
            try KafkaAdministration(connection: connection, logger: .quiet)
        }
        #expect(error?.code == "settingInvalid")
        #expect(error?.reason.contains(setting) == true, "\(String(describing: error))")
        #expect(error?.description.contains("hunter2") == false)
    }
}
