import CommandContract
import CommandPipeline
import GraphSimulator
import HTTPService
import KafkaClient
import MeetingCancellation
import MicrosoftGraph

@testable import RescindApp

/// The adapter to Graph in front of a running simulator.
struct CalendarBench: Sendable {
    let simulator: RunningSimulator
    let calendar: GraphMeetingCalendar

    /// What a test may set otherwise than the lab has it.
    struct Setting: Sendable {
        var tenant = LabWorld.global
        var tenantID: String?
        var clientID: String?
        var cloud: String?
        var secret: @Sendable () throws -> Secret = { Secret(LabWorld.global.clientSecret) }
        var timeouts = HTTPTimeouts()
        /// Takes the place of the Graph root of every cloud.
        var graphRoot: String?
        var clock: any PipelineClock = SystemClock()
        var cache = TokenCache()
        var metrics: WorkerMetrics?
    }

    static func with(
        _ setting: Setting = Setting(), holding held: HeldRequests? = nil,
        _ body: @Sendable (CalendarBench) async throws -> Void
    ) async throws {
        try await RunningSimulator.with(holding: held) { simulator in
            let clouds = try simulator.clouds().map { cloud in
                try cloud.with(graphRoot: setting.graphRoot ?? cloud.graphRoot, authority: cloud.authority)
            }
            let tenantID = setting.tenantID ?? setting.tenant.id
            let tenant = RescindConfiguration.Tenant(
                profile: TenantProfile(
                    id: tenantID, domains: [], cloud: setting.cloud ?? setting.tenant.cloud.rawValue,
                    permissionCheck: .advisory
                ),
                credential: try ClientSecretCredential(
                    tenantID: tenantID, clientID: setting.clientID ?? setting.tenant.clientID, secret: setting.secret
                )
            )
            let configuration = RescindConfiguration(
                kafka: RescindConfiguration.Kafka(connection: KafkaConnection(bootstrapServers: "unused")),
                clouds: clouds, tenants: [tenant], sources: []
            )
            let transport = HTTPTransport(userAgent: "test", timeouts: setting.timeouts)
            let bench = CalendarBench(
                simulator: simulator,
                calendar: GraphMeetingCalendar(
                    configuration: configuration, transport: transport, metrics: setting.metrics, clock: setting.clock,
                    cache: setting.cache
                )
            )
            do {
                try await body(bench)
            } catch {
                try await transport.shutdown()
                throw error
            }
            try await transport.shutdown()
        }
    }

    func address(
        _ event: String, tenant: LabTenant = LabWorld.global, tenantID: String? = nil, cloud: String? = nil,
        user: String? = nil, calendar: CalendarSelector = .none
    ) -> MeetingAddress {
        let mailbox = user ?? tenant.mailboxes[0].objectID
        return MeetingAddress(
            cloud: cloud ?? tenant.cloud.rawValue, tenantID: tenantID ?? tenant.id, target: .user(mailbox),
            mailbox: mailbox, access: .application, calendar: calendar, eventID: event
        )
    }

    func identity(_ purpose: RequestIdentity.Purpose, _ number: Int = 1) throws -> RequestIdentity {
        RequestIdentity(
            command: try CommandIdentity(source: "/test", id: "command-1"), purpose: purpose, number: number
        )
    }

    func read(
        _ address: MeetingAddress, countsAttendees: Bool = false
    ) async throws -> Result<MeetingSnapshot, ExchangeFailure> {
        await calendar.read(address, countsAttendees: countsAttendees, for: try identity(.read))
    }

    func cancel(
        _ address: MeetingAddress, comment: String? = nil, latestStart: Duration = .seconds(Int64.max)
    ) async throws -> Result<GraphTrace, ExchangeFailure> {
        await calendar.cancel(address, comment: comment, for: try identity(.cancel), latestStart: latestStart)
    }
}

extension Result {
    var failure: Failure? { if case .failure(let error) = self { error } else { nil } }
}
