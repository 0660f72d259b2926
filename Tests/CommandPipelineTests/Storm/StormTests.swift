import CommandContract
import CommandPipeline
import MeetingCancellation
import Testing

/// An hour of model time: one tenant throttled at nine of ten requests, one mailbox with nine of ten commands, one cloud away for
/// ten minutes.
@Suite("A storm")
struct StormTests {
    private static let hour: Duration = .seconds(3600)

    /// - Parameter isStormy: with the mailbox that has nearly all commands, and the tenants that fare badly.
    private static func commands(isStormy: Bool, _ generator: inout SeededGenerator) -> [StormRun.Command] {
        var commands: [StormRun.Command] = []
        func add(_ count: Int, _ tenants: ClosedRange<Int>, _ mailbox: (UInt64) -> String) {
            for _ in 0..<count {
                let tenant = "t\(Int.random(in: tenants, using: &generator))"
                commands.append(
                    StormRun.Command(
                        arrival: .milliseconds(Int64(generator.next() % 3_300_000)), tenant: tenant,
                        mailbox: "\(mailbox(generator.next() % 12))@\(tenant).example"))
            }
        }
        add(200, 2...6) { "m\($0)" }
        if isStormy {
            add(1500, 1...1) { _ in "big" }
            add(40, 0...0) { "m\($0)" }
            add(60, 7...9) { "m\($0)" }
        }
        return commands.sorted { $0.arrival < $1.arrival }
    }

    private static func median(_ run: StormRun) -> Duration {
        let others = Set((2...6).map { "t\($0)" })
        let latencies = run.latencies.filter { others.contains(run.commands[$0.key].tenant) }.values.sorted()
        return latencies[latencies.count / 2]
    }

    @Test(
        "nobody is asked before its time or beyond its limits, others hardly notice, and all are cancelled in the end",
        arguments: 0..<5 as Range<UInt64>)
    func storm(seed: UInt64) {
        let limits = PipelineLimits()
        var generator = SeededGenerator(seed: seed)
        let calm = StormRun(
            Self.commands(isStormy: false, &generator), isStormy: false, limits: limits, seed: seed)
        #expect(calm.run(until: Self.hour * 3))
        generator = SeededGenerator(seed: seed)
        let stormy = StormRun(
            Self.commands(isStormy: true, &generator), isStormy: true, limits: limits, seed: seed)
        #expect(stormy.run(until: Self.hour * 3), "seed \(seed)")
        #expect(stormy.graph.breaches == [], "seed \(seed)")
        #expect(Set(stormy.reasons.values) == [.cancelled], "seed \(seed)")
        let ratio = Self.median(stormy) / Self.median(calm)
        #expect(ratio <= 1.2, "seed \(seed)")
        #expect(stormy.mostStaged < limits.stagedRecords)
    }
}
