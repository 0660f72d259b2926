import CommandContract
import CommandPipeline
import MeetingCancellation
import Testing

/// The seed fixes records, faults, crashes and rebalances; the order of the tasks is the scheduler's, so a failing seed may
/// need to run more than once.
@Suite("Random runs", .timeLimit(.minutes(5)), .serialized)
struct RandomRunTests {
    @Test(
        "one worker, every commit failure and crashes: one true outcome each, no meeting cancelled twice",
        arguments: 0..<100 as Range<UInt64>
    )
    func oneWorker(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let run = RandomRun(
            seed: seed, workload: RandomWorkload(count: 50, partitions: 3, events: nil, &generator), members: 1)
        let faults = Self.faults(&generator, mayBeFatal: false)
        run.cluster.script { $0.commitFaults = faults }
        let crashes = (0..<generator.next() % 5).map { _ in Int(generator.next() % 400) }
        let driver = RebalanceDriver(cluster: run.cluster, generator: generator, rebalances: 0)
        await run.run(crashes: [crashes], driver)
        run.judge()
        #expect(run.workload.untrueOutcome(run.cluster, run.graph) == nil, "seed \(seed)")
    }

    @Test(
        "two workers, rebalances, every commit failure and crashes: one outcome per record, no meeting cancelled twice",
        arguments: 0..<150 as Range<UInt64>
    )
    func twoWorkers(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let workload = RandomWorkload(count: 50, partitions: 3, events: generator.chance(50) ? 4 : nil, &generator)
        let run = RandomRun(seed: seed, workload: workload, members: 2)
        for member in 0...1 {
            let faults = Self.faults(&generator, mayBeFatal: true)
            run.cluster.script(member: member) { $0.commitFaults = faults }
        }
        let crashes = (0...1).map { _ in (0..<generator.next() % 3).map { _ in Int(generator.next() % 400) } }
        let driver = RebalanceDriver(cluster: run.cluster, generator: generator, rebalances: 15)
        await run.run(crashes: crashes, driver)
        run.judge()
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
