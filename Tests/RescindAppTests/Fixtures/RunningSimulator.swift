import Foundation
import GraphSimulator
import Logging
import MeetingCancellation
import MicrosoftGraph
import RescindApp

/// A Graph simulator of its own for one test.
struct RunningSimulator: Sendable {
    let graph: GraphSimulator
    let endpoints: [SimulatedCloud: SimulatedEndpoint]

    struct NotBound: Error {}

    static func with(
        _ world: SimulatedWorld? = nil, holding held: HeldRequests? = nil,
        _ body: @Sendable (RunningSimulator) async throws -> Void
    ) async throws {
        let graph = GraphSimulator(
            // The worker has no limit a mailbox yet.
            configuration: SimulatorConfiguration(mailboxConcurrency: nil),
            world: try world ?? LabWorld.world(now: Date()), time: held?.time ?? .system, logger: .quiet
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                // The end of the test cancels it.
                do { try await graph.run() } catch is CancellationError {}
            }
            let endpoints = await graph.endpoints()
            guard endpoints.count == SimulatedCloud.allCases.count else { throw NotBound() }
            do {
                try await body(RunningSimulator(graph: graph, endpoints: endpoints))
            } catch {
                group.cancelAll()
                throw error
            }
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    /// The four clouds at the simulator's addresses; L4 and L5 share an authority, as in reality.
    func clouds() throws -> [NationalCloud] {
        try NationalCloud.builtIn.map { cloud in
            guard let simulated = SimulatedCloud(rawValue: cloud.name), let endpoint = endpoints[simulated],
                let authority = simulated == .usGovL5 ? endpoints[.usGovL4] : endpoint
            else { throw NotBound() }
            return try cloud.with(graphRoot: endpoint.graphRoot, authority: authority.authority)
        }
    }

    /// A meeting tomorrow that Ada of `tenant` organizes for Bruno and Chen.
    func meeting(
        in tenant: LabTenant = LabWorld.global, organizer: Int = 0, kind: MeetingKind = .singleInstance
    ) throws -> MeetingIDs {
        let guests = tenant.mailboxes.filter { $0 != tenant.mailboxes[organizer] }.prefix(2)
        return try graph.addMeeting(
            tenant: tenant.id, organizer: tenant.mailboxes[organizer].objectID,
            attendees: guests.map(\.userPrincipalName),
            start: Date(timeIntervalSince1970: (Date().timeIntervalSince1970 + 86_400).rounded(.down)), kind: kind
        )
    }

    func requests(_ operation: SimulatedOperation) -> Int { graph.requestCounts.byOperation[operation] ?? 0 }
}

extension Logger {
    static var quiet: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}

extension LabTenant {
    var profile: TenantProfile {
        TenantProfile(id: id, domains: [domain], cloud: cloud.rawValue, permissionCheck: .advisory)
    }
}
