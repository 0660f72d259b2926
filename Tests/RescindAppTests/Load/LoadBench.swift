import CommandContract
import CommandPipeline
import GraphSimulator
import Logging
import MeetingCancellation
import MicrosoftGraph
import Synchronization

@testable import RescindApp

/// The worker's pipeline with its tokens in front of the simulator, for commands that come while something else happens.
struct LoadBench: Sendable {
    /// What a test may set otherwise.
    struct Setting: Sendable {
        var credential: TenantCredential?
        var accounts: [RescindConfiguration.Account] = []
        /// Of the pipeline and of the pauses; the cache has its own.
        var clock: any PipelineClock = SystemClock()
        var limits = LoadBench.limits
        var logger = Logger.quiet
        var observer: any PipelineObserver = NoObserver()
    }

    let simulator: RunningSimulator
    let calendar: GraphMeetingCalendar
    private let configuration: RescindConfiguration
    private let setting: Setting
    /// How far the token cache's clock is ahead of the machine's.
    private let passed: PassedTime

    /// Short waits, so that a repeat follows at once, and one mailbox for all.
    static var limits: PipelineLimits {
        var limits = PipelineLimits()
        limits.attempt.backoffBase = .milliseconds(20)
        limits.lanes.backoffBase = .milliseconds(20)
        limits.lanes.inFlightPerMailbox = limits.lanes.concurrency
        limits.lanes.cancelsPerMinute = 10_000
        // Failures by the thousand are the subject here, and not what holds the others back.
        limits.breaker.failures = .max
        // Nobody sleeps for it where a test counts who sleeps.
        limits.lookInterval = .seconds(30 * 24 * 3600)
        return limits
    }

    static func with(
        _ setting: Setting = Setting(), holding held: HeldRequests? = nil,
        _ body: @Sendable (LoadBench) async throws -> Void
    ) async throws {
        try await PathBench.with(holding: held) { bench in
            var configuration = bench.configuration
            configuration.accounts += setting.accounts
            if let credential = setting.credential {
                configuration.tenants.removeAll { $0.profile.id == credential.tenantID }
                configuration.tenants.append(.init(profile: LabWorld.global.profile, credential: credential))
            }
            let passed = PassedTime()
            let transport = HTTPTransport(userAgent: "test", timeouts: HTTPTimeouts())
            let calendar = GraphMeetingCalendar(
                configuration: configuration, transport: transport, logger: setting.logger, clock: setting.clock,
                cache: cache(passed))
            let load = LoadBench(
                simulator: bench.simulator, calendar: calendar, configuration: configuration, setting: setting,
                passed: passed)
            do {
                try await body(load)
            } catch {
                try await transport.shutdown()
                throw error
            }
            try await transport.shutdown()
        }
    }

    private static func cache(_ passed: PassedTime) -> TokenCache {
        var limits = TokenCacheLimits()
        limits.backoffFloor = .milliseconds(20)
        limits.backoffCap = .milliseconds(40)
        return TokenCache(limits: limits, now: { ContinuousClock.now + passed.duration })
    }

    /// Runs a pipeline beside `body`, then stops it and waits for its end.
    func flow(_ body: (CommandFlow) async throws -> Void) async throws {
        let (source, log) = (SinglePartition(), CountedOutcomes())
        let pipeline = CommandPipeline(
            source: source, log: log, ledger: EmptyLedger(), calendar: calendar, policy: configuration.policy,
            outcomeSource: "/rescind/test", limits: setting.limits, clock: setting.clock, observer: setting.observer,
            writer: 1, seed: 1
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await pipeline.run() }
            do {
                try await body(CommandFlow(simulator, source: source, log: log))
            } catch {
                pipeline.stop()
                throw error
            }
            pipeline.stop()
            try await group.waitForAll()
        }
    }

    /// An hour passes for the tokens: those that the cache holds are at their end, and are good for nothing.
    ///
    /// The worker counts lifetimes from the machine's clock, so those that come now have to last for the passed hours too.
    func expireTokens(of tenant: LabTenant = LabWorld.global) throws {
        let hours = passed.hours + 1
        try simulator.graph.changeApplication(tenant: tenant.id, clientID: tenant.clientID) {
            $0.tokenLifetime = 3599 + hours * 3600
            // Else half of it, which would be over already.
            $0.refreshIn = $0.tokenLifetime - 1
        }
        passed.passHour()
    }

    /// What was asked of Entra and Graph for a tenant since a moment.
    func requests(since first: Int = 0, of tenant: LabTenant = LabWorld.global) -> [RequestRecord] {
        simulator.graph.requestLog.filter { $0.sequence >= first && $0.tenant == tenant.id }
    }

    /// How Entra answered the tenant's requests for tokens.
    func tokenStatuses(since first: Int = 0, of tenant: LabTenant = LabWorld.global) -> [Int?] {
        requests(since: first, of: tenant).filter { $0.operation == .token }.map(\.status)
    }

    /// The place in the log of the next request.
    var nextRequest: Int { (simulator.graph.requestLog.last?.sequence ?? 0) + 1 }

    private final class PassedTime: Sendable {
        private let count = Mutex(0)

        var hours: Int { count.withLock { $0 } }
        var duration: Duration { .seconds(3600) * hours }

        func passHour() { count.withLock { $0 += 1 } }
    }
}
