import CommandContract
import CommandPipeline
import GraphSimulator
import KafkaClient
import Logging
import MeetingCancellation
import MicrosoftGraph
import Synchronization

@testable import RescindApp

/// The worker's pipeline between a list of records and the simulator: everything but Kafka is the real thing.
struct PathBench: Sendable {
    static let source = "/test/scheduler"

    let simulator: RunningSimulator
    let configuration: RescindConfiguration
    private let transport: HTTPTransport

    private init(simulator: RunningSimulator, configuration: RescindConfiguration, transport: HTTPTransport) {
        self.simulator = simulator
        self.configuration = configuration
        self.transport = transport
    }

    /// The same worker otherwise configured.
    init(_ bench: PathBench, _ configuration: RescindConfiguration) {
        self.init(simulator: bench.simulator, configuration: configuration, transport: bench.transport)
    }

    static func with(
        accounts change: (inout [RescindConfiguration.Account], TemporaryFolder) throws -> Void = { _, _ in },
        holding held: HeldRequests? = nil,
        _ body: @Sendable (PathBench) async throws -> Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            var accounts = try LabAccounts.all(in: folder)
            try change(&accounts, folder)
            try await RunningSimulator.with(holding: held) { [accounts] simulator in
                let transport = HTTPTransport(userAgent: "test", timeouts: HTTPTimeouts())
                let configuration = try configuration(simulator, accounts)
                let bench = PathBench(simulator: simulator, configuration: configuration, transport: transport)
                do {
                    try await body(bench)
                } catch {
                    try await transport.shutdown()
                    throw error
                }
                try await transport.shutdown()
            }
        }
    }

    /// Sends one command through a worker that has no token yet.
    /// - Returns: the one outcome there is.
    func outcome(of data: JSONObject, logger: Logger = .quiet) async throws -> SeenCommandOutcome {
        try await outcome(
            ofEvent: JSONObject([
                ("specversion", .string("1.0")), ("id", .string("path-1")), ("source", .string(Self.source)),
                ("type", .string(CancelCommand.type)), ("data", .object(data)),
            ]),
            logger: logger
        )
    }

    func outcome(ofEvent event: JSONObject, logger: Logger = .quiet) async throws -> SeenCommandOutcome {
        let log = OneOutcome()
        try await run([event], into: log, until: { await log.committed() }, logger: logger)
        return try log.outcome()
    }

    /// Sends these commands through a worker that has no token yet, until `done` returns.
    func run(
        _ events: [JSONObject], into log: some OutcomeLog, until done: @Sendable () async -> Void,
        logger: Logger = .quiet
    ) async throws {
        let pipeline = CommandPipeline(
            source: SinglePartition(events.enumerated().map { Self.record($1, Int64($0)) }), log: log,
            ledger: EmptyLedger(),
            calendar: GraphMeetingCalendar(configuration: configuration, transport: transport, logger: logger),
            policy: configuration.policy, outcomeSource: "/rescind/test", limits: configuration.limits,
            clock: SystemClock(), observer: NoObserver(), writer: 1, seed: 1
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await pipeline.run() }
            await done()
            pipeline.stop()
            try await group.waitForAll()
        }
    }

    private static func record(_ event: JSONObject, _ offset: Int64) -> ConsumedRecord {
        let position = RecordPosition(
            topic: SinglePartition.topic, partition: 0, offset: offset, timestamp: SystemClock().now
        )
        return ConsumedRecord(
            position: position, key: nil, value: JSONWriter.write(.object(event)), headers: SentRecord.structured
        )
    }

    private static func configuration(
        _ simulator: RunningSimulator, _ accounts: [RescindConfiguration.Account]
    ) throws -> RescindConfiguration {
        let tenants = try LabWorld.tenants.map { tenant in
            RescindConfiguration.Tenant(
                profile: tenant.profile,
                credential: try ClientSecretCredential(tenantID: tenant.id, clientID: tenant.clientID) {
                    Secret(tenant.clientSecret)
                }
            )
        }
        let allowed = LabWorld.tenants.map(\.id) + [LabWorld.personal.tenantID]
        var configuration = RescindConfiguration(
            kafka: RescindConfiguration.Kafka(connection: KafkaConnection(bootstrapServers: "unused")),
            clouds: try simulator.clouds(), tenants: tenants,
            sources: [SourcePolicy(source: source, tenants: Set(allowed), mailboxes: [.any])]
        )
        configuration.accounts = accounts
        return configuration
    }
}
