import CommandPipeline
import Foundation
import GraphSimulator
import KafkaClient
import Logging
import MeetingCancellation
import MicrosoftGraph
import RescindApp

/// Mock Kafka, simulator and worker in this process, wired over real sockets.
struct LabStack: Sendable {
    static let source = "/lab/scheduler"
    static let commands = "meeting.cancel.commands"
    static let outcomes = "meeting.cancel.outcomes"
    static let deadLetters = "meeting.cancel.dead-letters"
    static let partitions = 4

    let cluster: MockCluster
    let simulator: GraphSimulator
    let logger: Logger

    init(logger: Logger) throws {
        cluster = try MockCluster(logger: logger)
        for topic in [Self.commands, Self.outcomes, Self.deadLetters] {
            try cluster.createTopic(topic, partitions: Self.partitions)
        }
        // The worker has no limit a mailbox yet, so the simulator's is off: a demonstration must not hang on luck.
        simulator = GraphSimulator(
            configuration: SimulatorConfiguration(requestLogCapacity: 200_000, mailboxConcurrency: nil),
            world: try LabWorld.world(now: Date()), logger: logger
        )
        self.logger = logger
    }

    var connection: KafkaConnection { cluster.connection }

    /// The worker's configuration for this laboratory: every lab tenant, one source, short waits.
    func configuration() async throws -> RescindConfiguration {
        let endpoints = await simulator.endpoints()
        var clouds: [NationalCloud] = []
        for cloud in NationalCloud.builtIn {
            guard let simulated = SimulatedCloud(rawValue: cloud.name), let endpoint = endpoints[simulated] else {
                continue
            }
            // L4 and L5 share an authority, here as in reality.
            let authority = simulated == .usGovL5 ? endpoints[.usGovL4] : endpoint
            clouds.append(
                try cloud.with(graphRoot: endpoint.graphRoot, authority: (authority ?? endpoint).authority)
            )
        }
        var kafka = RescindConfiguration.Kafka(connection: connection)
        kafka.groupID = "rescind-demo"
        kafka.plainOffsetCommits = true
        let tenants = try LabWorld.tenants.map { try Self.tenant($0) }
        let allowed = Set(LabWorld.tenants.map(\.id)).subtracting([Self.closedTenant.id])
        var configuration = RescindConfiguration(
            kafka: kafka, clouds: clouds, tenants: tenants + [try Self.closedTenantEntry()],
            sources: [SourcePolicy(source: Self.source, tenants: allowed, mailboxes: [.any])]
        )
        configuration.limits.attempt.backoffBase = .milliseconds(100)
        configuration.limits.attempt.visibilityAllowance = .milliseconds(300)
        configuration.limits.drain = .seconds(5)
        configuration.management.host = "127.0.0.1"
        configuration.management.port = 0
        return configuration
    }

    /// A tenant that is configured and that the lab's source may not touch.
    static let closedTenant = (id: "10000000-0000-4000-8000-0000000000ff", domain: "forbidden.example")

    private static func tenant(_ tenant: LabTenant) throws -> RescindConfiguration.Tenant {
        RescindConfiguration.Tenant(
            profile: TenantProfile(
                id: tenant.id, domains: [tenant.domain], cloud: tenant.cloud.rawValue, permissionCheck: .advisory
            ),
            credential: try ClientSecretCredential(tenantID: tenant.id, clientID: tenant.clientID) {
                Secret(tenant.clientSecret)
            }
        )
    }

    private static func closedTenantEntry() throws -> RescindConfiguration.Tenant {
        RescindConfiguration.Tenant(
            profile: TenantProfile(
                id: closedTenant.id, domains: [closedTenant.domain], cloud: SimulatedCloud.global.rawValue,
                permissionCheck: .advisory
            ),
            credential: try ClientSecretCredential(
                tenantID: closedTenant.id, clientID: LabWorld.global.clientID
            ) { Secret("never used") }
        )
    }
}
