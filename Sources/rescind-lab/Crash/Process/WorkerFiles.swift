import Foundation
import GraphSimulator
import KafkaClient

/// The configuration files of a stack's workers, and the secrets they name.
struct WorkerFiles: Sendable {
    let folder: String
    let broker: CrashBroker
    /// Addresses of the simulator by cloud.
    let endpoints: [SimulatedCloud: SimulatedEndpoint]

    /// - Returns: the path of the configuration of the worker in this slot.
    func write(slot: Int) throws -> String {
        for tenant in LabWorld.tenants { try write("secret-\(tenant.number)", tenant.clientSecret + "\n") }
        return try write("worker-\(slot).yaml", text(slot: slot))
    }

    @discardableResult
    private func write(_ name: String, _ text: String) throws -> String {
        let path = "\(folder)/\(name)"
        let attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
        guard FileManager.default.createFile(atPath: path, contents: Data(text.utf8), attributes: attributes) else {
            throw CocoaError(.fileWriteUnknown)
        }
        return path
    }

    private func text(slot: Int) -> String {
        var lines = [
            "kafka:",
            "  bootstrap: \(broker.connection.bootstrapServers)",
            "  groupId: \(broker.prefix)rescind-crash",
            "  slot: \(slot)",
            "  topics: { commands: \(broker.commands), outcomes: \(broker.outcomes), deadLetters: \(broker.deadLetters)"
                + ", ledger: \(broker.ledger), partitions: \(CrashBroker.partitions) }",
        ]
        if broker.isMock { lines += ["  settings: { check.crcs: \"false\" }", "  plainOffsetCommits: true"] }
        return (lines + clouds + tenants + rest).joined(separator: "\n") + "\n"
    }

    private var clouds: [String] {
        ["clouds:"]
            + SimulatedCloud.allCases.compactMap { cloud in
                guard let endpoint = endpoints[cloud] else { return nil }
                // L4 and L5 share an authority, here as in reality.
                let authority = (cloud == .usGovL5 ? endpoints[.usGovL4] : endpoint) ?? endpoint
                return "  - { name: \(cloud.rawValue), graph: \"\(endpoint.graphRoot)\", "
                    + "authority: \"\(authority.authority)\" }"
            }
    }

    private var tenants: [String] {
        ["tenants:"]
            + LabWorld.tenants.map { tenant in
                "  - { id: \(tenant.id), domains: [\(tenant.domain)], cloud: \(tenant.cloud.rawValue), "
                    + "clientId: \(tenant.clientID), clientSecretFile: secret-\(tenant.number) }"
            }
    }

    private var rest: [String] {
        [
            "sources:",
            "  - source: \(LabStack.source)",
            "    tenants: [\(LabWorld.tenants.map(\.id).joined(separator: ", "))]",
            "    mailboxes: [\"*\"]",
            "limits:",
            "  backoffBase: 100ms",
            "  visibilityAllowance: 300ms",
            "  drain: 5s",
        ] + CrashLedger.limits.map { "  \($0)" } + [
            "graph: { connectTimeout: 500ms, requestTimeout: 1500ms }",
            "management: { host: 127.0.0.1, port: 0 }",
        ]
    }
}
