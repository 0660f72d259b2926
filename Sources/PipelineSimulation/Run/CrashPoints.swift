/// A small run that is repeated with a crash at every request its process sends, and with every second crash after each.
package enum CrashPoints {
    package struct Point: Sendable, CustomStringConvertible {
        package let step: Int
        package let effect: Fault.Effect

        package var description: String { "\(effect) \(step)" }
    }

    /// Before it is sent, on its way, and acted on without anybody having heard of it.
    private static let effects: [Fault.Effect] = [.killBefore, .killAfterSending, .killBeforeAnswer]

    /// Two commands for one meeting, a repetition of the first, and a record that nobody can read.
    package static let plan = SimulationPlan.small(
        partitions: 1, mailbox: 0, kinds: [.cancel, .malformed, .cancel, .repetition(of: 0)], at: .milliseconds(600))

    private static func run(_ points: [Point]) -> SimulationResult {
        var plan = plan
        plan.faults = points.map { Fault(.step(slot: 0, $0.step), $0.effect) }
        return Seeds.run(plan)
    }

    private static func points(after step: Int, of result: SimulationResult) -> [Point] {
        guard step < result.steps[0] else { return [] }
        return (step + 1...result.steps[0]).flatMap { step in effects.map { Point(step: step, effect: $0) } }
    }

    /// All first crashes.
    package static func singles() -> [Point] { points(after: 0, of: run([])) }

    package static func alone(_ point: Point) -> SeedTally {
        var tally = SeedTally()
        tally.add(run([point]), name: "\(point)")
        return tally
    }

    /// A first crash alone, and with every second one.
    package static func tally(_ first: Point) -> SeedTally {
        var tally = SeedTally()
        let alone = run([first])
        tally.add(alone, name: "\(first)")
        for second in points(after: first.step, of: alone) {
            tally.add(run([first, second]), name: "\(first), \(second)")
        }
        return tally
    }
}
