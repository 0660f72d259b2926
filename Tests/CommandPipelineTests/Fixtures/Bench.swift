import CommandContract
import CommandPipeline
import MeetingCancellation

/// A worker on its test bench: the pipeline and everything it touches.
struct Bench: Sendable {
    let cluster: ModelledCluster
    let calendar: ScriptedCalendar
    let clock: ManualClock
    let observer = RecordingObserver()
    let pipeline: CommandPipeline

    init(
        cluster: ModelledCluster = ModelledCluster(), member: Int = 0, calendar: ScriptedCalendar = ScriptedCalendar(),
        clock: ManualClock = ManualClock(),
        limits change: (inout PipelineLimits) -> Void = { _ in }
    ) {
        var limits = PipelineLimits()
        change(&limits)
        self.cluster = cluster
        self.calendar = calendar
        self.clock = clock
        pipeline = CommandPipeline(
            source: ModelledSource(cluster: cluster, member: member),
            log: ModelledLog(cluster: cluster, member: member), calendar: calendar, policy: SampleRecord.policy,
            outcomeSource: "/rescind/tests", limits: limits, clock: clock, observer: observer, jitter: { 0.5 }
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
}
