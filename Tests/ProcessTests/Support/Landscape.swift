import Foundation
import GraphSimulator
import KafkaClient
import Logging

/// Kafka and Graph, each a process of `rescind-lab`, and a configuration file for a worker between them.
struct Landscape: Sendable {
    static let source = "/lab/scheduler"
    static let webhookKey = Data((0..<32).map { UInt8($0) })

    let bootstrap: String
    /// Graph roots by cloud.
    let clouds: [String: String]
    let folder: TemporaryFolder
    let configuration: String

    static func with(_ body: @Sendable (Landscape) async throws -> Void) async throws {
        try await RunningProcess.with(.lab, ["kafka", "--partitions", "2"]) { kafka in
            try await RunningProcess.with(.lab, ["graph", "--port", "0"]) { graph in
                let bootstrap = try await kafka.line { $0.hasPrefix("bootstrap: ") }.dropFirst("bootstrap: ".count)
                var clouds: [String: String] = [:]
                for cloud in SimulatedCloud.allCases {
                    let line = try await graph.line { $0.hasPrefix("\(cloud.rawValue): ") }
                    clouds[cloud.rawValue] = String(line.split(separator: " ")[1])
                }
                try await TemporaryFolder.with { folder in
                    try folder.write("secret", LabWorld.global.clientSecret + "\n")
                    try folder.write("webhook", "whsec_\(webhookKey.base64EncodedString())\n")
                    let file = try folder.write("rescind.yaml", text(String(bootstrap), clouds))
                    try await body(
                        Landscape(
                            bootstrap: String(bootstrap), clouds: clouds, folder: folder, configuration: file
                        )
                    )
                }
            }
        }
    }

    static func text(_ bootstrap: String, _ clouds: [String: String], webhook: Bool = true) -> String {
        """
        kafka:
          bootstrap: \(bootstrap)
          groupId: rescind-process
          settings: { check.crcs: "false" }
          plainOffsetCommits: true
        clouds:
          - { name: global, graph: "\(clouds["global"] ?? "http://127.0.0.1:1")", authority: "\(clouds["global"] ?? "http://127.0.0.1:1")" }
        tenants:
          - id: \(LabWorld.global.id)
            domains: [\(LabWorld.global.domain)]
            cloud: global
            clientId: \(LabWorld.global.clientID)
            clientSecretFile: secret
        sources:
          - source: \(source)
            tenants: [\(LabWorld.global.id)]
            mailboxes: ["*"]
            webhookSecretFiles: [\(webhook ? "webhook" : "")]
        limits: { backoffBase: 50ms, visibilityAllowance: 200ms }
        management: { host: 127.0.0.1, port: 0 }
        intake: { host: 127.0.0.1, port: 0 }
        """
    }

    /// Options of `rescind send` for one of Ada's meetings.
    static func command(_ meeting: LabMeeting, id: String) -> [String] {
        [
            "--source", source, "--id", id, "--tenant", LabWorld.global.id, "--user",
            LabWorld.global.mailboxes[0].objectID, "--event", LabWorld.global.eventID(meeting),
        ]
    }

    /// Options of `rescind withdraw` for one of Ada's commands.
    static func withdraw(_ command: String, id: String) -> [String] {
        [
            "--source", source, "--command", command, "--id", id, "--tenant", LabWorld.global.id, "--user",
            LabWorld.global.mailboxes[0].objectID,
        ]
    }

    /// The outcome whose subject is `id`, waited for.
    func outcome(of id: String) async throws -> String {
        try await Outcomes.first(from: bootstrap, partitions: 2) { $0.contains("\"subject\":\"\(id)\"") }
    }
}
