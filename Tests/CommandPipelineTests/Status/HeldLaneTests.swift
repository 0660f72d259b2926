import CommandContract
import MeetingCancellation
import Testing

@testable import CommandPipeline

@Suite("Held lanes")
struct HeldLaneTests {
    private static let first = Assignment(partition: ModelledCluster.partition(0), epoch: 1)
    private static let failed = PermissionFailure.unavailable(retryAfter: .seconds(3000))

    private static func bench(_ events: [String]) -> MachineBench {
        var bench = MachineBench.running([first])
        let records = events.enumerated().map { SampleRecord.command(Int64($0), event: $1) }
        bench.tell { $0.recordsArrived(records, of: first, at: $1) }
        return bench
    }

    private static func id(_ offset: Int64) -> CommandID { CommandID(assignment: first, offset: offset) }

    private static func told(_ bench: MachineBench) -> [HeldLane] {
        bench.events.compactMap { if case .laneHeld(let lane) = $0 { lane } else { nil } }
    }

    private static func look(_ bench: inout MachineBench, after duration: Duration) {
        bench.pass(duration)
        bench.tell { $0.looked(at: $1) }
    }

    @Test("a command that waits before another of its meeting is told once, again at twice the time, and when it goes")
    func waiting() {
        var bench = Self.bench(["a", "a"])
        let since = bench.moment.now
        bench.tell { $0.permissionAnswered(Self.id(0), .failure(Self.failed), at: $1) }
        Self.look(&bench, after: .seconds(299))
        #expect(Self.told(bench).isEmpty)
        Self.look(&bench, after: .seconds(1))
        #expect(Self.told(bench).map(\.command.position.offset) == [0])
        #expect(Self.told(bench).first?.reason == .backOff)
        #expect(Self.told(bench).first?.since == since)
        #expect(Self.told(bench).first?.followers == 1)
        Self.look(&bench, after: .seconds(299))
        #expect(Self.told(bench).count == 1)
        Self.look(&bench, after: .seconds(1))
        #expect(Self.told(bench).count == 2)
        let status = bench.machine.status(at: bench.moment)
        #expect(status.held.lanes == 1 && status.held.longest == .seconds(600))
        #expect(status.held.listed.first?.command.id == "cmd-0-0")

        bench.tell { $0.revoked([Self.first], lost: true, id: 1, at: $1) }
        Self.look(&bench, after: .seconds(10))
        #expect(bench.events.last == .laneFreed(SampleRecord.command(0).position))
        #expect(bench.machine.status(at: bench.moment).held.lanes == 0)
        Self.look(&bench, after: .seconds(10))
        #expect(bench.events.count { if case .laneFreed = $0 { true } else { false } } == 1)
    }

    @Test("whoever waits with nobody behind it holds nothing up")
    func alone() {
        var bench = Self.bench(["a", "b"])
        bench.tell { $0.permissionAnswered(Self.id(0), .failure(Self.failed), at: $1) }
        bench.tell { $0.permissionAnswered(Self.id(1), .failure(Self.failed), at: $1) }
        Self.look(&bench, after: .seconds(1000))
        #expect(Self.told(bench).isEmpty)
    }

    @Test("a question without an answer holds a place of its mailbox, whoever is behind it")
    func running() {
        var bench = Self.bench(["a"])
        Self.look(&bench, after: .seconds(300))
        #expect(Self.told(bench).map(\.reason) == [.answer])
        #expect(Self.told(bench).first?.followers == 0)
    }

    @Test("an attempt whose commit never comes is told as such")
    func uncommitted() {
        var bench = Self.bench(["a"])
        bench.answerReads(Self.id(0))
        Self.look(&bench, after: .seconds(300))
        #expect(Self.told(bench).map(\.reason) == [.commit])
    }

    @Test("what waits in a queue that has never had its turn holds nothing")
    func queued() {
        var bench = Self.bench(["a", "b", "c", "d", "d"])
        Self.look(&bench, after: .seconds(300))
        #expect(Self.told(bench).map(\.command.position.offset) == [0, 1, 2], "the mailbox has three places")
    }

    @Test("one look tells the twenty that were held longest, and counts all")
    func bounded() {
        var bench = MachineBench.running([Self.first]) { $0.lanes.inFlightPerMailbox = 64 }
        let records = (0..<30).map { SampleRecord.command($0) }
        bench.tell { $0.recordsArrived(records, of: Self.first, at: $1) }
        Self.look(&bench, after: .seconds(300))
        #expect(Self.told(bench).map(\.command.position.offset) == Array(0..<20))
        #expect(bench.machine.status(at: bench.moment).held.lanes == 30)
    }

    @Test("what its sender, or a person, wants to wait is not told", arguments: WaitReason.allCases)
    func wished(reason: WaitReason) {
        #expect(reason.isWished == [.notBefore, .hold, .paused].contains(reason))
    }
}
