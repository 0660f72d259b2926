import CanarySearch
import Foundation
import GraphSimulator
import Testing

/// A secret or an address in a place of the configuration where it makes no sense: named is the place.
@Suite("A secret in the wrong place of the configuration does not show", .timeLimit(.minutes(1)))
struct MisplacedSecretTests {
    /// A line of the sound configuration, what stands in its place, and the key the error has to name.
    private static let mistakes: [(line: String, wrong: String, key: String)] = [
        ("clientSecretFile: secret", "clientSecret: \(PlantedCanaries.clientSecret.text)", "clientSecretFile"),
        ("clientSecretFile: secret", "clientSecretFile: \(PlantedCanaries.clientSecret.text)", "clientSecretFile"),
        ("clientSecretFile: secret", "certificateFile: \(PlantedCanaries.clientSecret.text)", "certificateFile"),
        ("clientId: \(LabWorld.global.clientID)", "clientId: \(PlantedCanaries.clientSecret.text)", "clientId"),
        ("- id: \(LabWorld.global.id)", "- id: \(PlantedCanaries.organizer.text)", "id"),
        ("cloud: global\n", "cloud: \"\(PlantedCanaries.comment.text)\"\n", "cloud"),
        (
            "webhookSecretFiles: [webhook]", "webhookSecretFiles: [whsec_\(PlantedCanaries.webhookSecret.text)]",
            "webhook"
        ),
        ("webhookSecretFiles: [webhook]", "webhookSecretFiles: whsec_\(PlantedCanaries.webhookSecret.text)", "webhook"),
        ("mailboxes: [\"*\"]", "mailboxes: [\"\(PlantedCanaries.attendee.text)/x\"]", "mailboxes"),
        ("check.crcs: \"false\"", "security.protocol: \(PlantedCanaries.kafkaPassword.text)", "settings"),
        ("settings: {", "settings: { linger.ms: \(PlantedCanaries.kafkaPassword.text),", "settings"),
        (
            "settings: {", "settingFiles: { sasl.password: \(PlantedCanaries.kafkaPassword.text) }\n  x: {",
            "settingFiles"
        ),
        ("backoffBase: 50ms", "backoffBase: \(PlantedCanaries.refreshToken.text)", "backoffBase"),
        ("host: 127.0.0.1, port: 0 }\nintake", "port: \(PlantedCanaries.bearer.text) }\nintake", "port"),
        ("plainOffsetCommits: true", "\"\(PlantedCanaries.kafkaPassword.text): {[", "(file)"),
    ]

    @Test("to run and to check alike", arguments: mistakes.indices)
    func misplaced(number: Int) async throws {
        let mistake = Self.mistakes[number]
        try await TemporaryFolder.with { folder in
            try folder.write("secret", "s")
            try folder.write("webhook", "whsec_\(Landscape.webhookKey.base64EncodedString())")
            let sound = Landscape.text("127.0.0.1:1", [:])
            #expect(sound.contains(mistake.line))
            let file = try folder.write("rescind.yaml", sound.replacing(mistake.line, with: mistake.wrong))
            for arguments in [["run"], ["check", "--offline"], ["check", "--offline", "--json"]] {
                let ended = try await RunningProcess.run(.rescind, arguments + ["-c", file])
                let text = (ended.output + ended.errors).joined(separator: "\n")
                #expect(ended.status == 78, "\(arguments)")
                #expect(text.contains(mistake.key), "\(arguments)")
                #expect(CanarySearch(PlantedCanaries.fixed).leaks(in: text) == [], "\(arguments)")
            }
        }
    }

    @Test("nor does one among the variables")
    func environment() async throws {
        try await TemporaryFolder.with { folder in
            try folder.write("secret", "s")
            try folder.write("webhook", "whsec_\(Landscape.webhookKey.base64EncodedString())")
            let file = try folder.write("rescind.yaml", Landscape.text("127.0.0.1:1", [:]))
            for variable in ["RESCIND_LIMITS_TRIES", "RESCIND_KAFKA_SLOT", "RESCIND_MANAGEMENT_PORT"] {
                let ended = try await RunningProcess.run(
                    .rescind, ["run", "-c", file], environment: [variable: PlantedCanaries.kafkaPassword.text])
                let text = (ended.output + ended.errors).joined(separator: "\n")
                #expect(ended.status == 78)
                #expect(text.contains(variable))
                #expect(CanarySearch(PlantedCanaries.fixed).leaks(in: text) == [], "\(variable)")
            }
        }
    }
}
