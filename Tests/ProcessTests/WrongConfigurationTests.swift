import Testing

@Suite("A wrong configuration ends the process with 78", .timeLimit(.minutes(1)))
struct WrongConfigurationTests {
    private static let canary = "canary-5f1e7d"

    private static let sound = """
        kafka:
          bootstrap: 127.0.0.1:1
        tenants:
          - id: 10000000-0000-4000-8000-000000000001
            cloud: global
            clientId: c0000000-0000-4000-8000-000000000001
            clientSecretFile: secret
        sources:
          - { source: /a, tenants: [10000000-0000-4000-8000-000000000001], mailboxes: ["*"] }
        management: { host: 127.0.0.1, port: 0 }

        """

    private func run(
        _ text: String, environment: [String: String] = [:]
    ) async throws -> (status: Int32, error: String, file: String) {
        try await TemporaryFolder.with { folder in
            try folder.write("secret", "s")
            let file = try folder.write("rescind.yaml", text)
            let ended = try await RunningProcess.run(.rescind, ["run", "-c", file], environment: environment)
            // A few hundredths of a second alone; here it shares the machine with everything else.
            #expect(ended.lifetime < .seconds(3))
            #expect(ended.output.isEmpty)
            #expect(ended.errors.count == 1, "\(ended.errors)")
            let error = ended.errors.joined(separator: "\n")
            #expect(!error.contains(Self.canary))
            return (ended.status, error, file)
        }
    }

    @Test("an unknown key: file, line and key, no value")
    func unknownKey() async throws {
        let ended = try await run(Self.sound + "limits:\n  concurency: \(Self.canary)\n")
        #expect(ended.status == 78)
        #expect(ended.error.contains("\(ended.file):12: limits.concurency: is not a known key"))
    }

    @Test("a missing secret file")
    func missingSecret() async throws {
        let ended = try await run(
            Self.sound.replacing("clientSecretFile: secret", with: "clientSecretFile: \(Self.canary)"))
        #expect(ended.status == 78)
        #expect(ended.error.contains("\(ended.file):7: tenants[0].clientSecretFile: names a file that does not exist"))
    }

    @Test("a wrong value in the environment names the variable")
    func environment() async throws {
        let ended = try await run(Self.sound, environment: ["RESCIND_LIMITS_TRIES": Self.canary])
        #expect(ended.status == 78)
        #expect(ended.error.contains("RESCIND_LIMITS_TRIES"))
    }

    @Test("a setting only librdkafka can find wrong, when the client is made")
    func refusedByLibrdkafka() async throws {
        let settings = "  settings: { security.protocol: ssl, ssl.ca.location: /\(Self.canary)/ca.pem }\n"
        let ended = try await run(Self.sound.replacing("tenants:\n  - id", with: "\(settings)tenants:\n  - id"))
        #expect(ended.status == 78)
        #expect(ended.error.contains("kafka.settings"))
    }

    @Test("a file that is not there")
    func missingFile() async throws {
        let ended = try await RunningProcess.run(.rescind, ["run", "--config", "/nowhere/rescind.yaml"])
        #expect(ended.status == 78)
        #expect(ended.errors.joined().contains("/nowhere/rescind.yaml: (file): does not exist"))
    }
}
