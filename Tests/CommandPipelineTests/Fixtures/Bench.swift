import CommandContract
import CommandPipeline
import MeetingCancellation

/// A worker on its test bench: the pipeline and everything it touches.
struct Bench: Sendable {
    /// Of no length that anything else waits for.
    static let alarm: Duration = .seconds(45)
    /// Likewise, of the looks.
    static let look: Duration = .seconds(47)
    /// What is slept for beside work that ends by itself.
    static let bounds: Set<Duration> = [alarm, look, AttemptLimits().requestBound, PipelineLimits().drain]

    let cluster: ModelledCluster
    let calendar: ScriptedCalendar
    let clock: ManualClock
    let observer = RecordingObserver()
    let pipeline: CommandPipeline

    init(
        cluster: ModelledCluster = ModelledCluster(), member: Int = 0, calendar: ScriptedCalendar = ScriptedCalendar(),
        clock: ManualClock = ManualClock(), policy: AuthorizationPolicy = SampleRecord.policy, seed: UInt64 = 1,
        limits change: (inout PipelineLimits) -> Void = { _ in }
    ) {
        var limits = PipelineLimits()
        limits.restoreAlarm = Self.alarm
        limits.lookInterval = Self.look
        // What a mailbox may have at a time and in a time is the scheduler's own tests' matter.
        limits.lanes.inFlightPerMailbox = limits.lanes.concurrency
        limits.lanes.cancelsPerMinute = 10_000
        change(&limits)
        self.cluster = cluster
        self.calendar = calendar
        self.clock = clock
        pipeline = CommandPipeline(
            source: ModelledSource(cluster: cluster, member: member),
            log: ModelledLog(cluster: cluster, member: member),
            ledger: ModelledLedger(cluster: cluster, member: member), calendar: calendar, policy: policy,
            outcomeSource: "/rescind/tests", limits: limits, clock: clock, observer: observer,
            writer: cluster.nextWriter(), seed: seed
        )
    }

    /// Runs the pipeline while `body` does, then stops it and waits for its end.
    func run(_ body: @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await pipeline.run() }
            try await body()
            pipeline.stop()
            try await group.waitForAll()
        }
    }

    /// Runs the pipeline while `body` does, then kills its process: what its tasks still do reaches nobody.
    /// - Parameter commits: the end of its open transaction has been asked for.
    func runAndCrash(
        member: Int = 0, commits: Bool = false, _ body: @Sendable () async throws -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try? await pipeline.run() }
            try await body()
            cluster.script(member: member) { $0.isDead = true }
            group.cancelAll()
        }
        cluster.state.update { $0.bury(member, commits: commits) }
    }
}
