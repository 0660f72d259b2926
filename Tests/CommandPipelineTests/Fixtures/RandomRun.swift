import CommandContract
import CommandPipeline
import MeetingCancellation
import Testing

/// Some workers over one workload and one Graph, with crashes, until everything has its outcome.
struct RandomRun: Sendable {
    let seed: UInt64
    let workload: RandomWorkload
    let cluster: ModelledCluster
    let graph: RandomGraph
    /// Of all workers: leases and waiting times rely on their clocks going alike.
    let clock: ManualClock

    init(seed: UInt64, workload: RandomWorkload, members: Int) {
        self.seed = seed
        self.workload = workload
        cluster = ModelledCluster(members: members)
        graph = RandomGraph(seed: seed)
        clock = .hurried()
        cluster.append(workload.records)
    }

    private var isDone: @Sendable (ClusterState) -> Bool {
        let expected = workload.withOutcome.count
        return { $0.isDone(outcomes: expected) }
    }

    /// - Parameter crashes: for each member, after how many changes of the cluster its processes die.
    func run(crashes: [[Int]], _ driver: RebalanceDriver) async {
        var driver = driver
        await withTaskGroup(of: Void.self) { group in
            for (member, crashes) in crashes.enumerated() {
                group.addTask { await self.keepRunning(member, crashes) }
            }
            await driver.run(until: isDone)
        }
    }

    /// A process under a supervisor: one that ends before the work is done is started again.
    private func keepRunning(_ member: Int, _ crashes: [Int]) async {
        var crashes = crashes
        while !Task.isCancelled, !isDone(cluster.current) {
            let bench = Bench(
                cluster: cluster, member: member, calendar: graph.calendar(cluster, clock), clock: clock,
                seed: seed &+ UInt64(crashes.count), limits: Self.limits
            )
            if crashes.isEmpty {
                await runToTheEnd(bench, member)
            } else {
                await runAndCrash(bench, member, after: crashes.removeFirst())
            }
        }
    }

    private func runToTheEnd(_ bench: Bench, _ member: Int) async {
        do {
            try await bench.run { await cluster.wait { isDone($0) || $0.members[member]?.isClosed == true } }
        } catch is PipelineFailure {
            cluster.state.update { $0.bury(member, commits: false) }
        } catch { Issue.record(error) }
    }

    /// The process is killed: what its tasks still do reaches nobody, and the next one begins when they have ended.
    private func runAndCrash(_ bench: Bench, _ member: Int, after yields: Int) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await bench.pipeline.run() }
            for _ in 0..<yields { await Task.yield() }
            cluster.script(member: member) { $0.isDead = true }
            group.cancelAll()
        }
        cluster.state.update { $0.bury(member, commits: yields % 2 == 0) }
    }

    func judge() {
        #expect(workload.complaint(about: cluster) == nil, "seed \(seed)")
        #expect(graph.cancellations.values.allSatisfy { $0 == 1 }, "seed \(seed)")
        #expect(graph.repeats == [], "seed \(seed): a request for a meeting that an earlier one had cancelled")
        #expect(graph.unwritten == [], "seed \(seed): a request without its attempt in the ledger")
    }

    private static func limits(_ limits: inout PipelineLimits) {
        limits.lanes.concurrency = 4
        limits.stagedRecords = 12
        limits.partitionRecords = 4
        limits.batchRecords = 5
    }
}
