import CommandContract
import MeetingCancellation
import Testing

@testable import CommandPipeline

@Suite("Timers of commands", .timeLimit(.minutes(1)))
struct CommandTimersTests {
    private let id = CommandID(
        assignment: Assignment(partition: ModelledCluster.partition(0), epoch: 1), offset: 7)

    private func happened(_ timer: CutOff) async -> Bool { await timer.limit(ManualClock()) { true } == nil }

    @Test("one that is ended sleeps no longer, and the next may begin")
    func ended() async {
        let timers = CommandTimers()
        let timer = timers.begin(id)
        timers.end(CommandID(assignment: id.assignment, offset: 8))
        #expect(await !happened(timer))
        timers.end(id)
        #expect(await happened(timer))
        #expect(await !happened(timers.begin(id)))
    }

    @Test("a new one takes the place of the one before, whose end does not forget it")
    func replaced() async {
        let timers = CommandTimers()
        let (former, timer) = (timers.begin(id), timers.begin(id))
        #expect(await happened(former))
        timers.ended(id, former)
        #expect(await !happened(timer))
        timers.end(id)
        #expect(await happened(timer))
    }

    @Test("one that has rung is forgotten")
    func rung() async {
        let timers = CommandTimers()
        let timer = timers.begin(id)
        timers.ended(id, timer)
        timers.end(id)
        #expect(await !happened(timer))
    }

    @Test("nobody sleeps for a command that was held for days and is withdrawn")
    func withdrawn() async throws {
        let bench = Bench()
        let hold = Duration.seconds(403_200)
        bench.cluster.append([SampleRecord.command(0, fields: #","notBefore":"2027-01-20T00:00:00Z""#)])
        try await bench.run {
            bench.cluster.assign([0])
            await bench.clock.sleeper(for: hold)
            let withdraw = ConsumedRecord.withdraw("cmd-0-0", by: "W", at: 1, mailbox: SampleRecord.residents[0])
            bench.cluster.append([SampleRecord.record(1, value: withdraw.value)])
            await bench.cluster.settled(2)
            await bench.clock.nobody(sleepingFor: hold)
        }
        #expect(bench.cluster.outcomes.map(\.reason) == ["withdrawn", "withdrawn"])
    }
}
