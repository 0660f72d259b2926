import Foundation
import GraphSimulator
import Testing

/// Five faults planted in a configuration between running Kafka and Graph; `rescind check` names each with its remedy.
@Suite("rescind check finds planted faults", .timeLimit(.minutes(1)))
struct CheckTests {
    private static let canary = "canary-5f1e7d"

    private struct Found {
        let status: Int32
        /// The JSON form, in which no text is broken.
        let text: String
    }

    /// Runs the check on the landscape's configuration with `change` made to its text.
    private func check(
        _ landscape: Landscape, environment: [String: String] = [:], _ change: (String) -> String
    ) async throws -> Found {
        let text = change(Landscape.text(landscape.bootstrap, landscape.clouds))
        let file = try landscape.folder.write("broken.yaml", text)
        let ended = try await RunningProcess.run(
            .rescind, ["check", "--config", file, "--json", "--timeout", "2"], environment: environment
        )
        #expect(ended.errors.isEmpty)
        let output = ended.output.joined()
        #expect(!output.contains(Self.canary))
        #expect(!output.contains(LabWorld.global.clientSecret))
        return Found(status: ended.status, text: output)
    }

    private func row(_ check: String, _ found: Found) throws -> Substring {
        try #require(found.text.split(separator: "{").first { $0.hasPrefix("\"check\":\"\(check)\"") })
    }

    @Test("without a fault nothing fails")
    func sound() async throws {
        try await Landscape.with { landscape in
            let found = try await check(landscape) { $0 }
            #expect(found.status == 0, "\(found.text)")
            #expect(try row("kafka transactions", found).contains("\"state\":\"ok\""))
            #expect(try row("tenants[0] permission", found).contains("\"state\":\"ok\""))
        }
    }

    @Test("an unknown key, a missing secret, a dead bootstrap, a refused token, a partition mismatch")
    func planted() async throws {
        try await Landscape.with { landscape in
            let unknownKey = try await check(landscape) { $0 + "\nretries: \(Self.canary)\n" }
            #expect(unknownKey.status == 78)
            #expect(try row("configuration", unknownKey).contains("retries: is not a known key"))
            #expect(try row("configuration", unknownKey).contains("correct retries"))

            let missingSecret = try await check(landscape) {
                $0.replacing("clientSecretFile: secret", with: "clientSecretFile: \(Self.canary)")
            }
            #expect(missingSecret.status == 78)
            let secret = try row("secret tenants[0].clientSecretFile", missingSecret)
            #expect(secret.contains("does not exist"))
            #expect(secret.contains("create the file"))

            let deadBootstrap = try await check(landscape, environment: ["RESCIND_KAFKA_BOOTSTRAP": "127.0.0.1:1"]) {
                $0
            }
            #expect(deadBootstrap.status == 1)
            #expect(try row("kafka brokers", deadBootstrap).contains("Connection refused"))
            #expect(try row("kafka brokers", deadBootstrap).contains("correct kafka.bootstrap"))
            #expect(try row("tenants[0] token", deadBootstrap).contains("\"state\":\"ok\""))

            try landscape.folder.write("wrong", "\(Self.canary)\n")
            let refusedToken = try await check(landscape) {
                $0.replacing("clientSecretFile: secret", with: "clientSecretFile: wrong")
            }
            #expect(refusedToken.status == 1)
            #expect(try row("tenants[0] token", refusedToken).contains("invalid_client, AADSTS7000215"))
            #expect(try row("tenants[0] token", refusedToken).contains("into clientSecretFile"))

            let partitions = try await check(landscape, environment: ["RESCIND_KAFKA_TOPICS_PARTITIONS": "3"]) { $0 }
            #expect(partitions.status == 1)
            let mismatch = try row("topic commands: partitions", partitions)
            #expect(mismatch.contains("\"found\":\"2\""))
            #expect(mismatch.contains("3 (kafka.topics.partitions)"))
            #expect(mismatch.contains("make a new topic set"))
        }
    }

    @Test("the table, offline: a row for each check, and no server asked")
    func table() async throws {
        try await TemporaryFolder.with { folder in
            try folder.write("secret", "s")
            try folder.write("webhook", "whsec_\(Landscape.webhookKey.base64EncodedString())")
            let file = try folder.write("rescind.yaml", Landscape.text("127.0.0.1:1", [:]))
            let ended = try await RunningProcess.run(.rescind, ["check", "--offline", "--config", file])
            #expect(ended.status == 0, "\(ended.output)")
            #expect(ended.output.first?.hasPrefix("state") == true)
            #expect(ended.output.allSatisfy { $0.count <= 120 })
            #expect(ended.output.last?.hasSuffix("failed 0") == true)
        }
    }

    @Test("topics compares, and prints the permissions without a broker")
    func topics() async throws {
        try await Landscape.with { landscape in
            let compared = try await RunningProcess.run(
                .rescind, ["topics", "--config", landscape.configuration, "--timeout", "1"]
            )
            #expect(compared.status == 0)
            #expect(compared.output.contains { $0.contains("topic deadLetters") })
            let acls = try await RunningProcess.run(
                .rescind, ["topics", "--config", landscape.configuration, "--acls", "--principal", "User:w"],
                environment: ["RESCIND_KAFKA_BOOTSTRAP": "127.0.0.1:1"]
            )
            #expect(acls.status == 0)
            #expect(
                acls.output.contains {
                    $0.hasSuffix("--allow-principal User:w --operation Read --group rescind-process")
                })
        }
    }
}
