import CommandContract
import CommandPipeline
import MeetingCancellation
import Testing

/// The seed fixes records, faults and rebalances; the order of the tasks is the scheduler's, so a failing seed may need to
/// run more than once.
@Suite("Random runs", .timeLimit(.minutes(5)))
struct RandomRunTests {
    private static let drain: Duration = .seconds(7777)

    @Test(
        "one worker under every commit failure: one true outcome each, no meeting cancelled twice",
        arguments: 0..<150 as Range<UInt64>
    )
    func oneWorker(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let graph = RandomGraph(seed: seed)
        let workload = RandomWorkload(count: 50, partitions: 3, events: nil, &generator)
        let clock = ManualClock(passes: { $0 != Self.drain })
        let bench = Bench(calendar: graph.calendar(), clock: clock, limits: Self.limits)
        let faults = Self.faults(&generator, mayBeFatal: false)
        bench.cluster.script { $0.commitFaults = faults }
        bench.cluster.append(workload.records)
        try await bench.run {
            bench.cluster.assign([0, 1, 2])
            await bench.cluster.wait(until: { $0.isDone })
        }
        #expect(workload.complaint(about: bench.cluster) == nil, "seed \(seed)")
        #expect(graph.cancellations.values.allSatisfy { $0 == 1 }, "seed \(seed)")
        #expect(graph.repeats == [], "seed \(seed): a request for a meeting that was cancelled by an earlier one")
        for outcome in bench.cluster.outcomes where outcome.reason != "malformed" && outcome.reason != "answerLost" {
            let event = outcome.command.map { "e" + $0.dropFirst("cmd-".count) }
            let wasCancelled = event.flatMap { graph.cancellations[$0] } != nil
            #expect((outcome.reason == "cancelled") == wasCancelled, "seed \(seed): \(outcome)")
        }
    }

    @Test(
        "two workers, rebalances and every commit failure: exactly one outcome per record",
        arguments: 0..<300 as Range<UInt64>
    )
    func twoWorkers(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let graph = RandomGraph(seed: seed)
        let workload = RandomWorkload(count: 50, partitions: 3, events: 4, &generator)
        let cluster = ModelledCluster(members: 2)
        for member in 0...1 {
            let faults = Self.faults(&generator, mayBeFatal: true)
            cluster.script(member: member) { $0.commitFaults = faults }
        }
        cluster.append(workload.records)
        let drainTimesOut = generator.chance(30)
        let rebalances = generator
        await withTaskGroup(of: Void.self) { group in
            for member in 0...1 {
                group.addTask { await Self.keepRunning(member, cluster, graph, drainTimesOut) { $0.isDone } }
            }
            var driver = RebalanceDriver(cluster: cluster, generator: rebalances)
            await driver.run { $0.isDone }
        }
        #expect(workload.complaint(about: cluster) == nil, "seed \(seed)")
    }

    /// A process under a supervisor: one that ends with an error is started again.
    private static func keepRunning(
        _ member: Int, _ cluster: ModelledCluster, _ graph: RandomGraph, _ drainTimesOut: Bool,
        until isDone: @escaping @Sendable (ClusterState) -> Bool
    ) async {
        while !Task.isCancelled, !isDone(cluster.current) {
            let bench = Bench(
                cluster: cluster, member: member, calendar: graph.calendar(),
                clock: ManualClock(passes: { drainTimesOut || $0 != drain }), limits: limits
            )
            do {
                try await bench.run {
                    await cluster.wait { isDone($0) || $0.members[member]?.isClosed == true }
                }
            } catch is CommitFailure {
                cluster.script(member: member) { $0 = ClusterMember(after: $0) }
            } catch {
                Issue.record(error)
                return
            }
        }
    }

    private static func limits(_ limits: inout PipelineLimits) {
        limits.concurrency = 4
        limits.stagedRecords = 12
        limits.partitionRecords = 4
        limits.batchRecords = 5
        limits.drain = drain
    }

    private static func faults(
        _ generator: inout SeededGenerator, mayBeFatal: Bool
    ) -> [ClusterMember.CommitFault] {
        let faults: [ClusterMember.CommitFault] = [
            .succeeds, .succeeds, .aborted, .indefinite(happened: true), .indefinite(happened: false),
            mayBeFatal ? .fatal : .succeeds,
        ]
        return (0..<generator.next() % 20).map { _ in generator.pick(faults) }
    }
}
