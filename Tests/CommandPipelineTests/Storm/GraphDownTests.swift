import CommandContract
import CommandPipeline
import MeetingCancellation
import Testing

/// Graph answers nothing for an hour of model time, and commands go on coming: twice as many as the worker may hold.
@Suite("Graph is down")
struct GraphDownTests {
    private static let minute: Duration = .seconds(60)
    private static let partitions: Int32 = 4

    private static var limits: PipelineLimits {
        var limits = PipelineLimits()
        limits.stagedRecords = 300
        limits.partitionRecords = 80
        limits.stagedBytes = 160_000
        limits.commandBytes = 1000
        limits.openCommands = 8
        limits.openBytes = 5000
        // Afterwards they are to be worked off soon.
        limits.lanes.cancelsPerMinute = 300
        limits.lanes.concurrency = 8
        return limits
    }

    private static func commands(seed: UInt64) -> [StormRun.Command] {
        var generator = SeededGenerator(seed: seed)
        var commands: [StormRun.Command] = []
        for number in 0..<2700 {
            let tenant = "t\(generator.next() % 10)"
            let mailbox = "m\(generator.next() % 3)@\(tenant).example"
            // Some are for the meeting of an earlier one in their mailbox.
            let earlier = commands.last { $0.mailbox == mailbox }
            let isSecond = earlier != nil && generator.chance(40)
            commands.append(
                StormRun.Command(
                    arrival: .milliseconds(Int64(number) * 2000 + Int64(generator.next() % 2000)), tenant: tenant,
                    mailbox: mailbox, event: isSecond ? earlier?.event : "e\(number)"))
        }
        return commands
    }

    @Test(
        "for an hour: memory stays in its bounds, partitions pause and resume, nothing is lost, and meetings keep their order",
        arguments: 0..<4 as Range<UInt64>)
    func down(seed: UInt64) {
        let weather = StormGraph.Weather(
            awayClouds: ["global", StormRun.otherCloud], away: (Self.minute * 10)..<(Self.minute * 70))
        let run = StormRun(
            Self.commands(seed: seed), weather, limits: Self.limits, partitions: Self.partitions, seed: seed)
        #expect(run.run(until: Self.minute * 150), "seed \(seed)")
        #expect(run.memory.breaches == [], "seed \(seed)")
        #expect(run.graph.breaches == [], "seed \(seed)")
        #expect(run.pauses >= Self.partitions && run.resumptions == run.pauses && !run.isAnyPaused, "seed \(seed)")
        // Each once.
        #expect(run.settled.sorted() == Array(run.commands.indices), "seed \(seed)")
        #expect(Set(run.commands.compactMap(\.event)) == run.graph.cancelled, "seed \(seed)")
        for (event, numbers) in Dictionary(grouping: run.settled, by: { run.commands[$0].event }) {
            #expect(numbers == numbers.sorted(), "seed \(seed), \(event ?? "-")")
        }
    }
}
