import Foundation
import GraphSimulator

/// The configuration files of workers that run as processes of their own, and the secrets they name.
struct WorkerFiles: Sendable {
    /// Only ours to read.
    let folder: String
    let tenants: [LabTenant]
    /// Addresses of the simulator by cloud.
    let endpoints: [SimulatedCloud: SimulatedEndpoint]

    /// - Parameters:
    ///   - kafka: lines under `kafka`.
    ///   - limits: lines under `limits`.
    ///   - graph: what `graph` says, in braces.
    /// - Returns: the path of the configuration.
    func write(_ name: String, kafka: [String], limits: [String], graph: String) throws -> String {
        for tenant in tenants { try write("secret-\(tenant.number)", tenant.clientSecret + "\n") }
        let sections = [["kafka:"] + kafka.map { "  \($0)" }, clouds, tenantLines, source]
        let lines = sections.flatMap { $0 } + ["limits:"] + limits.map { "  \($0)" }
        let rest = ["graph: \(graph)", "management: { host: 127.0.0.1, port: 0 }"]
        return try write(name, (lines + rest).joined(separator: "\n") + "\n")
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

    private var tenantLines: [String] {
        ["tenants:"]
            + tenants.map { tenant in
                "  - { id: \(tenant.id), domains: [\(tenant.domain)], cloud: \(tenant.cloud.rawValue), "
                    + "clientId: \(tenant.clientID), clientSecretFile: secret-\(tenant.number) }"
            }
    }

    private var source: [String] {
        [
            "sources:",
            "  - source: \(LabStack.source)",
            "    tenants: [\(tenants.map(\.id).joined(separator: ", "))]",
            "    mailboxes: [\"*\"]",
        ]
    }
}
