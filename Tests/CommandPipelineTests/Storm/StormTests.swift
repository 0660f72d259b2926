import CommandContract
import CommandPipeline
import MeetingCancellation
import Testing

/// An hour of model time: one tenant throttled at nine of ten requests, one mailbox with nine of ten commands, one cloud away for
/// ten minutes.
@Suite("A storm")
struct StormTests {
    private static let hour: Duration = .seconds(3600)
    private static let away: Range<Duration> = .seconds(1200)..<(.seconds(1800))
    private static let others = 2...6

    private static var weather: StormGraph.Weather {
        StormGraph.Weather(
            throttled: [StormRun.tenant("t0")], throttledUntil: hour, awayClouds: [StormRun.otherCloud], away: away)
    }

    private static var limits: PipelineLimits {
        var limits = PipelineLimits()
        // So few that the large mailbox uses them up now and then: two requests a command, and a few in reserve.
        limits.lanes.requestsPerTenMinutes = 560
        return limits
    }

    /// - Parameter isStormy: with the mailbox that has nearly all commands, and the tenants that fare badly.
    private static func commands(isStormy: Bool, seed: UInt64) -> [StormRun.Command] {
        var generator = SeededGenerator(seed: seed)
        var commands: [StormRun.Command] = []
        func add(
            _ count: Int, _ tenants: ClosedRange<Int>, from start: Int64 = 0, for span: UInt64 = 3_300_000,
            _ mailbox: (UInt64) -> String
        ) {
            for _ in 0..<count {
                let tenant = "t\(Int.random(in: tenants, using: &generator))"
                commands.append(
                    StormRun.Command(
                        arrival: .milliseconds(start + Int64(generator.next() % span)), tenant: tenant,
                        mailbox: "\(mailbox(generator.next() % 12))@\(tenant).example"))
            }
        }
        add(100, others) { "m\($0)" }
        // While nobody knows yet that the other cloud is away, and its commands could take every place there is.
        add(20, others, from: 1_200_000, for: 30_000) { "m\($0)" }
        if isStormy {
            add(2100, 1...1) { _ in "big" }
            add(20, 0...0) { "m\($0)" }
            add(90, 7...9, from: 1_200_000, for: 3000) { "m\($0)" }
        }
        return commands.sorted { $0.arrival < $1.arrival }
    }

    private static func latencies(_ run: StormRun) -> [Duration] {
        let names = Set(others.map { "t\($0)" })
        return run.latencies.filter { names.contains(run.commands[$0.key].tenant) }.values.sorted()
    }

    @Test("one mailbox has nine of ten commands")
    func shares() {
        let commands = Self.commands(isStormy: true, seed: 0)
        #expect(commands.count { $0.mailbox == "big@t1.example" } * 10 >= commands.count * 9)
    }

    @Test(
        "nobody is asked before its time or beyond its limits, others hardly notice, and all are cancelled in the end",
        arguments: 0..<5 as Range<UInt64>)
    func storm(seed: UInt64) throws {
        let calm = StormRun(
            Self.commands(isStormy: false, seed: seed), StormGraph.Weather(), limits: Self.limits, seed: seed)
        #expect(calm.run(until: Self.hour * 3))
        let stormy = StormRun(
            Self.commands(isStormy: true, seed: seed), Self.weather, limits: Self.limits, seed: seed)
        // The large mailbox has more than its budgets let through in the hour.
        #expect(stormy.run(until: Self.hour * 3 / 2), "seed \(seed)")
        #expect(stormy.graph.breaches == [], "seed \(seed)")
        #expect(stormy.memory.breaches == [], "seed \(seed)")
        #expect(Set(stormy.reasons.values) == [.cancelled], "seed \(seed)")
        #expect(stormy.settled.count == stormy.commands.count, "seed \(seed)")
        // Who is away is asked now and then, and not by every command.
        #expect(stormy.graph.unanswered < 300, "seed \(seed)")
        // The storm was one, and the limits were reached.
        #expect(stormy.graph.turnedAway > 100, "seed \(seed)")
        #expect(stormy.graph.mostInFlight == Self.limits.lanes.inFlightPerMailbox, "seed \(seed)")
        let (before, during) = (Self.latencies(calm), Self.latencies(stormy))
        #expect(during.count == before.count)
        #expect(during[during.count / 2] / before[before.count / 2] <= 1.2, "seed \(seed)")
        // Nor does a single one of the others wait for those that are in trouble.
        let slowest = try #require(during.last)
        #expect(slowest < .seconds(3), "seed \(seed)")
    }

    @Test("a mailbox with very many commands takes no turn of the others, however few places there are")
    func turns() throws {
        var limits = PipelineLimits()
        limits.lanes.concurrency = 4
        limits.lanes.cancelsPerMinute = 10_000
        let big = (0..<400).map { _ in
            StormRun.Command(arrival: .seconds(1), tenant: "t1", mailbox: "big@t1.example")
        }
        let others = (0..<60).map { number in
            StormRun.Command(
                arrival: .milliseconds(1000 + number * 250), tenant: "t2", mailbox: "m\(number % 10)@t2.example")
        }
        let run = StormRun(big + others, StormGraph.Weather(), limits: limits, seed: 1)
        #expect(run.run(until: Self.hour))
        #expect(run.graph.breaches == [])
        let last = try #require(run.settled.last)
        #expect(run.commands[last].mailbox == "big@t1.example")
        let slowest = try #require(run.latencies.filter { $0.key >= big.count }.values.max())
        #expect(slowest < .seconds(2))
    }
}
