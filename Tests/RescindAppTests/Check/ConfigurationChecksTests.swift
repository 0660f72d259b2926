import CommandPipeline
import MeetingCancellation
import Testing

@testable import RescindApp

@Suite("Combinations of keys that are allowed and risky")
struct ConfigurationChecksTests {
    private func results(_ text: String) throws -> [String: CheckResult] {
        let configuration = try RescindConfiguration(
            file: Repository.file("config/c.yaml"), text: text, environment: [:]
        )
        let checks = ConfigurationChecks(
            configuration: configuration, inventory: SecretInventory(text: text, environment: [:])
        )
        return Dictionary(uniqueKeysWithValues: checks.results.map { ($0.check, $0) })
    }

    /// The configuration with one section replaced.
    private func results(_ section: ConfigurationText.Section, _ text: String) throws -> [String: CheckResult] {
        var document = ConfigurationText()
        document[section] = text
        return try results(document.text)
    }

    @Test("a plain configuration for one machine has none")
    func sound() throws {
        let results = try results(ConfigurationText().text)
        #expect(results.count == 9)
        #expect(results.values.allSatisfy { $0.state == .ok && $0.remedy.isEmpty && !$0.found.isEmpty })
    }

    private static let remote = "kafka:\n  bootstrap: localhost:1,kafka.example.com:9092"

    @Test(
        "Kafka: what stands under its keys",
        arguments: [
            (remote, "kafka security.protocol", CheckState.warning),
            ("\(remote)\n  settings: { security.protocol: SSL }", "kafka security.protocol", .ok),
            ("\(remote)\n  settings: { security.protocol: SASL_PLAINTEXT }", "kafka security.protocol", .warning),
            (
                "\(remote)\n  settings: { enable.ssl.certificate.verification: \"false\" }",
                "kafka certificate checks", .warning
            ),
            (
                "\(remote)\n  settings: { ssl.endpoint.identification.algorithm: none }",
                "kafka certificate checks", .warning
            ),
            ("\(remote)\n  settings: { sasl.password: p }", "secrets in the file", .warning),
            ("kafka:\n  bootstrap: 127.0.0.1:1\n  plainOffsetCommits: true", "kafka.plainOffsetCommits", .warning),
            ("\(remote)\n  settings: { message.max.bytes: 150000 }", "kafka message.max.bytes", .failed),
            ("\(remote)\n  settings: { message.max.bytes: 196608 }", "kafka message.max.bytes", .ok),
        ]
    )
    func kafka(section: String, check: String, state: CheckState) throws {
        let result = try #require(try results(.kafka, section)[check])
        #expect(result.state == state)
        #expect(result.remedy.isEmpty == (state == .ok))
    }

    @Test(
        "clouds and waits",
        arguments: [
            (.clouds, "clouds: [{ name: global, graph: \"https://graph.example.com\" }]", "clouds addresses", .warning),
            (.clouds, "clouds: [{ name: china21Vianet }]", "clouds of the tenants", .warning),
            (.limits, "limits: { visibilityAllowance: 29s }", "limits visibilityAllowance", .warning),
            (.limits, "limits: { visibilityAllowance: 30s }", "limits visibilityAllowance", .ok),
            (.limits, "limits: { backoffBase: 5s, backoffCap: 4s }", "limits backoffCap", .warning),
        ] as [(ConfigurationText.Section, String, String, CheckState)]
    )
    func others(section: ConfigurationText.Section, text: String, check: String, state: CheckState) throws {
        #expect(try results(section, text)[check]?.state == state)
    }

    @Test("short waits are right in front of a simulator")
    func simulator() throws {
        var document = ConfigurationText()
        document[.clouds] =
            "clouds: [{ name: global, graph: \"http://127.0.0.1:1\", authority: \"http://127.0.0.1:1\" }]"
        document[.limits] = "limits: { visibilityAllowance: 300ms }"
        #expect(try results(document.text)["limits visibilityAllowance"]?.state == .ok)
    }

    @Test(
        "only addresses that can be nothing but this machine count as it",
        arguments: [
            ("localhost:9092", true), ("127.0.0.1:1,127.9.9.9", true), ("[::1]:9092", true),
            ("plaintext://127.0.0.1:1", true), ("127.0.0.1.example.com:1", false), ("127.1:1", false),
            ("localhost:1, kafka:1", false), ("[::1]:1,[::2]:1", false), ("localhost.example.com", false),
        ]
    )
    func loopback(servers: String, isLocal: Bool) {
        #expect(Loopback.isOnly(in: servers) == isLocal)
    }
}
