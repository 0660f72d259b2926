import MeetingCancellation
import Testing

@testable import CommandPipeline

@Suite("A partition's share of the room", .timeLimit(.minutes(1)))
struct PartitionShareTests {
    /// Large records fill the room in bytes long before their number does.
    @Test("a partition with a slow head pauses at its share while others go on, and resumes", arguments: [true, false])
    func share(isOfBytes: Bool) async throws {
        let cost = SampleRecord.command(10).bytes
        let bench = Bench { limits in
            if isOfBytes {
                limits.stagedBytes = 12 * cost
                limits.stagedRecords = 1200
                limits.partitionRecords = 500
            } else {
                limits.partitionRecords = 6
                limits.stagedRecords = 12
            }
        }
        let slow = ModelledCluster.partition(0)
        bench.calendar.hold(.read, "slow")
        for partition: Int32 in [0, 1] {
            bench.cluster.append(
                (0..<30).map {
                    SampleRecord.command($0, in: partition, event: partition + Int32($0) == 0 ? "slow" : nil)
                }
            )
        }
        try await bench.run {
            bench.cluster.assign([0, 1])
            await bench.cluster.committed(30, in: 1)
            await bench.cluster.wait { $0.members[0]?.paused == [slow] }
            // A batch may be on its way when the pause is decided.
            #expect(
                (36...39).contains(bench.cluster.current.members[0]?.handedOut ?? 0), "one's share, all of the other")
            #expect(!bench.cluster.history.contains(.resumed(slow)))
            bench.calendar.release(.read, "slow")
            await bench.cluster.settled(60)
        }
        #expect(bench.cluster.history.contains(.resumed(slow)))
        #expect(bench.cluster.outcomes.filter { $0.partition == 0 }.map(\.offset).sorted() == Array(0..<30))
    }

    @Test("a pause that is carried out slowly does not outlast the resume that follows its decision")
    func lateness() async throws {
        let bench = Bench { $0.partitionRecords = 3 }
        bench.cluster.script { $0.lingersInPause = true }
        bench.cluster.append((0..<12).map { SampleRecord.command($0) })
        try await bench.run {
            bench.cluster.assign([0])
            await bench.cluster.settled(12)
        }
        #expect(bench.cluster.outcomes.count == 12)
    }
}
