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
    /// May cancel in every tenant of the lab world, and by every account.
    static let source = "/lab/scheduler"
    static let commands = "meeting.cancel.commands"
    static let outcomes = "meeting.cancel.outcomes"
    static let deadLetters = "meeting.cancel.dead-letters"
    static let ledger = "meeting.cancel.ledger"
    static let topics = [commands, outcomes, ledger, deadLetters]
    static let partitions = 4

    let cluster: MockCluster
    let simulator: GraphSimulator
    let accounts: LabAccounts
    let logger: Logger

    /// - Parameters:
    ///   - requestLogCapacity: so many requests the simulator can tell of afterwards.
    ///   - addition: what its world has beside the lab's.
    init(
        logger: Logger, requestLogCapacity: Int = 200_000,
        adding addition: (inout SimulatedWorld) throws -> Void = { _ in }
    ) throws {
        var world = try Self.world()
        try addition(&world)
        cluster = try MockCluster(logger: logger)
        accounts = try LabAccounts()
        for topic in Self.topics {
            try cluster.createTopic(topic, partitions: Self.partitions)
        }
        // A demonstration must not hang on luck: the limit of a mailbox is the storm's matter.
        simulator = GraphSimulator(
            configuration: SimulatorConfiguration(requestLogCapacity: requestLogCapacity, mailboxConcurrency: nil),
            world: world, logger: logger
        )
        self.logger = logger
    }

    var connection: KafkaConnection { cluster.connection }

    /// The worker's configuration for this laboratory: every lab tenant, the lab's sources, accounts, short waits.
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
        var configuration = RescindConfiguration(
            kafka: kafka, clouds: clouds,
            tenants: tenants + (try MisconfiguredTenant.all.map { try $0.configuration() }),
            sources: LabSources.policies
        )
        configuration.keyring = try LabSources.keyring()
        configuration.accounts = try accounts.configuration()
        configuration.limits.attempt.backoffBase = .milliseconds(100)
        // A few mailboxes get everything here.
        configuration.limits.lanes.cancelsPerMinute = 10_000
        configuration.limits.lanes.backoffBase = .milliseconds(100)
        // Kinds that fail alike are meant to, and their tenants would be held for it.
        configuration.limits.breaker.failures = 10_000
        configuration.limits.attempt.visibilityAllowance = .milliseconds(300)
        configuration.limits.withdrawWindow = .seconds(2)
        configuration.limits.drain = .seconds(5)
        configuration.management.host = "127.0.0.1"
        configuration.management.port = 0
        return configuration
    }

    private static func world() throws -> SimulatedWorld {
        var world = try LabWorld.world(now: Date())
        for tenant in MisconfiguredTenant.all { tenant.add(to: &world) }
        return world
    }

    /// Ends the brokers and removes the accounts' files.
    func close() async throws {
        await cluster.close()
        try accounts.remove()
    }

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
}
