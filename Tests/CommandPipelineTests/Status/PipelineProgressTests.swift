import CommandContract
import MeetingCancellation
import Testing

@testable import CommandPipeline

@Suite("Signs of life", .timeLimit(.minutes(1)))
struct PipelineProgressTests {
    private static let first = Assignment(partition: ModelledCluster.partition(0), epoch: 1)

    private static func room(_ clock: ManualClock) -> MachineRoom {
        let machine = WorkerMachine(
            policy: SampleRecord.policy, outcomeSource: "/rescind/tests", limits: PipelineLimits(), writer: 1, seed: 1)
        return MachineRoom(machine: machine, clock: clock)
    }

    private static func stalls(_ room: MachineRoom) -> [PipelineStall] {
        let (progress, uptime) = room.progress
        return progress.stalls(at: uptime)
    }

    private static func progress(of machine: WorkerMachine, at moment: Moment) -> PipelineProgress {
        var progress = PipelineProgress()
        progress.looked = moment.uptime
        progress.idleCommit = machine.idleCommit?.since
        return progress
    }

    @Test("each sign has its bound, and one that does not run shows none")
    func bounds() {
        var progress = PipelineProgress()
        progress.acting = .zero
        #expect(progress.stalls(at: .seconds(10_000)).isEmpty)
        progress.looked = .zero
        progress.logCall = .zero
        progress.idleCommit = .zero
        #expect(progress.stalls(at: .seconds(60)).isEmpty)
        #expect(progress.stalls(at: .seconds(61)) == [.looks, .actions])
        #expect(progress.stalls(at: .seconds(121)) == [.looks, .actions, .commits])
        #expect(progress.stalls(at: .seconds(301)) == PipelineStall.allCases)
    }

    @Test("a pipeline that does not look at itself any more is stuck, until it looks again")
    func looks() {
        let clock = ManualClock()
        let room = Self.room(clock)
        #expect(Self.stalls(room).isEmpty)
        room.look()
        clock.advance(by: .seconds(61))
        #expect(Self.stalls(room) == [.looks])
        room.look()
        #expect(Self.stalls(room).isEmpty)
    }

    @Test("actions that nobody takes, or an action that does not end, is a stuck pipeline; taking goes on")
    func actions() {
        let clock = ManualClock()
        let room = Self.room(clock)
        room.tell { $0.began(at: $1) }
        // The looks go on, and each is an input.
        for _ in 0..<7 {
            clock.advance(by: .seconds(10))
            room.look()
        }
        #expect(Self.stalls(room) == [.actions], "nobody takes it")
        #expect(room.nextAction() != nil)
        #expect(Self.stalls(room).isEmpty)
        clock.advance(by: .seconds(61))
        room.look()
        #expect(Self.stalls(room) == [.actions], "it was taken, and does not end")
        #expect(room.nextAction() == nil)
        #expect(Self.stalls(room).isEmpty)
        clock.advance(by: .seconds(3600))
        room.look()
        #expect(Self.stalls(room).isEmpty, "there is nothing to do")
    }

    @Test("a commit that outlasts every bound is a stuck call; one that comes back is none")
    func hungCommit() async throws {
        let bench = Bench()
        bench.cluster.script { $0.holdsCommits = true }
        bench.cluster.append([SampleRecord.command(0)])
        try await bench.run {
            bench.cluster.assign([0])
            await bench.cluster.wait { $0.members[0]?.inFlight != nil }
            #expect(bench.pipeline.stalls == [])
            bench.clock.advance(by: .seconds(301))
            #expect(bench.pipeline.stalls.contains(.logCall))
            bench.cluster.script { $0.holdsCommits = false }
            await bench.cluster.settled(1)
            while bench.pipeline.stalls.contains(.logCall) { await Task.yield() }
        }
        #expect(bench.pipeline.stalls == [], "it has ended")
    }

    @Test("brokers that are away for an hour are no stall, whatever is staged")
    func outage() {
        var bench = MachineBench.running([Self.first])
        bench.tell { $0.recordsArrived([SampleRecord.command(0)], of: Self.first, at: $1) }
        bench.answerReads(CommandID(assignment: Self.first, offset: 0))
        bench.tell { $0.commitFailed(.indefinite(code: "_TIMED_OUT"), at: $1) }
        while bench.moment.uptime < .seconds(3600) {
            bench.pass(.seconds(10))
            bench.tell { $0.looked(at: $1) }
            // An opening takes its time, too.
            bench.tell { $0.logOpeningFailed(.indefinite(code: "_TIMED_OUT"), at: $1) }
            guard let timer = bench.timers.last(where: { if case .log = $0.id { true } else { false } }) else {
                Issue.record("no timer")
                return
            }
            bench.pass(timer.duration)
            bench.tell { $0.looked(at: $1) }
            bench.tell { $0.timerFired(timer.id, at: $1) }
            #expect(Self.progress(of: bench.machine, at: bench.moment).stalls(at: bench.moment.uptime).isEmpty)
        }
    }

    @Test("a transaction that is to come and does not, because its timer never fires, is a stall")
    func lostTimer() {
        var bench = MachineBench.running([Self.first])
        bench.tell { $0.recordsArrived([SampleRecord.record(0, value: Array("{no".utf8))], of: Self.first, at: $1) }
        bench.tell { $0.commitFailed(.aborted(code: "x", blame: nil), at: $1) }
        for _ in 0..<14 {
            bench.tell { $0.looked(at: $1) }
            bench.pass(.seconds(10))
        }
        #expect(
            Self.progress(of: bench.machine, at: bench.moment).stalls(at: bench.moment.uptime) == [.commits])
        guard let timer = bench.timers.last(where: { if case .log = $0.id { true } else { false } }) else {
            Issue.record("no timer")
            return
        }
        bench.tell { $0.timerFired(timer.id, at: $1) }
        bench.tell { $0.looked(at: $1) }
        #expect(Self.progress(of: bench.machine, at: bench.moment).stalls(at: bench.moment.uptime).isEmpty)
    }

    @Test("a partition that is blocked by a record waits for a person, and not for a restart")
    func blocked() {
        var bench = MachineBench.running([Self.first])
        bench.tell { $0.recordsArrived([SampleRecord.record(0, value: Array("{no".utf8))], of: Self.first, at: $1) }
        for _ in 0..<6 { bench.abort(blame: .rights) }
        #expect(bench.machine.status(at: bench.moment).partitions.first?.pauses == [.blocked])
        for _ in 0..<20 {
            bench.tell { $0.looked(at: $1) }
            bench.pass(.seconds(10))
        }
        #expect(Self.progress(of: bench.machine, at: bench.moment).stalls(at: bench.moment.uptime).isEmpty)
    }
}
