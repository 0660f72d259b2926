import Testing

@testable import RescindApp

@Suite("Which secrets a configuration names")
struct SecretInventoryTests {
    private static let text = """
        kafka:
          settings: { sasl.password: p, ssl.key.location: key.pem, client.id: x }
          settingFiles: { ssl.key.password: key-password }
          oauth: { clientSecretFile: oauth-secret }
        tenants:
          - { id: a, clientSecretFile: one }
          - { id: b, clientSecretFile: two }
        sources:
          - { source: s, webhookSecretFiles: [three, four] }
        """

    @Test("every key that ends in File or Files, the setting files and librdkafka's own key files")
    func files() {
        let files = SecretInventory(text: Self.text, environment: [:]).files
        let found = Dictionary(uniqueKeysWithValues: files.map { ($0.key, $0.path) })
        #expect(
            found == [
                "kafka.settings.ssl.key.location": "key.pem", "kafka.settingFiles.ssl.key.password": "key-password",
                "kafka.oauth.clientSecretFile": "oauth-secret", "tenants[0].clientSecretFile": "one",
                "tenants[1].clientSecretFile": "two", "sources[0].webhookSecretFiles[0]": "three",
                "sources[0].webhookSecretFiles[1]": "four",
            ]
        )
        #expect(files.filter(\.isOpenedByLibrdkafka).map(\.path) == ["key.pem"])
    }

    @Test("secrets that stand in the configuration are named by their keys")
    func inline() {
        #expect(SecretInventory(text: Self.text, environment: [:]).inline == ["kafka.settings.sasl.password"])
    }

    @Test("the environment overrides a path outside of lists, and may give it alone")
    func environment() {
        let environment = ["RESCIND_KAFKA_OAUTH_CLIENT_SECRET_FILE": "elsewhere"]
        for text in [Self.text, "kafka: { bootstrap: b }"] {
            let files = SecretInventory(text: text, environment: environment).files
            #expect(files.filter { $0.key == "kafka.oauth.clientSecretFile" }.map(\.path) == ["elsewhere"])
        }
    }

    @Test("what is no YAML, or no mapping, has none", arguments: ["a: [", "- a", "", "kafka: { settings: 5 }"])
    func broken(text: String) {
        let inventory = SecretInventory(text: text, environment: [:])
        #expect(inventory.files.isEmpty)
        #expect(inventory.inline.isEmpty)
    }
}
