/// Small runs that are repeated with a crash at every request their process sends, and with every second crash after each.
package enum CrashPoints {
    package struct Point: Sendable, CustomStringConvertible {
        let run: Int
        package let step: Int
        package let effect: Fault.Effect

        package var description: String { run == 0 ? "\(effect) \(step)" : "withdraws, \(effect) \(step)" }
    }

    /// Before it is sent, on its way, and acted on without anybody having heard of it.
    private static let effects: [Fault.Effect] = [.killBefore, .killAfterSending, .killBeforeAnswer]

    /// Two commands for one meeting, a repetition of the first, and a record that nobody can read.
    package static let plan = SimulationPlan.small(
        partitions: 1, mailbox: 0, kinds: [.cancel, .malformed, .cancel, .repetition(of: 0)], at: .milliseconds(600))

    /// A command whose withdraw comes behind its attempt, unless a crash before that lets it come first, and one that is held and
    /// taken back in time.
    private static let withdraws: SimulationPlan = {
        let first: Ticks = .milliseconds(600)
        var plan = SimulationPlan.small(partitions: 1, mailbox: 0, kinds: [], at: first)
        plan.meetings = [.init(mailbox: 0), .init(mailbox: 0)]
        let commands: [(PlannedCommand.Kind, Ticks, Int)] = [
            (.cancel, first, 0), (.held(.milliseconds(500)), first, 1),
            (.withdrawal(of: 0), first + .milliseconds(200), 0), (.withdrawal(of: 1), first + .milliseconds(100), 1),
        ]
        plan.commands = commands.map { kind, time, meeting in
            PlannedCommand(
                kind: kind, at: time, meeting: meeting, isMisplaced: false, isOfOtherSource: false, padding: 0)
        }
        return plan
    }()

    private static let plans = [plan, withdraws]

    private static func run(_ points: [Point], of run: Int) -> SimulationResult {
        var plan = plans[run]
        plan.faults = points.map { Fault(.step(slot: 0, $0.step), $0.effect) }
        return Seeds.run(plan)
    }

    private static func points(after step: Int, of run: Int, _ result: SimulationResult) -> [Point] {
        guard step < result.steps[0] else { return [] }
        return (step + 1...result.steps[0]).flatMap { step in effects.map { Point(run: run, step: step, effect: $0) } }
    }

    /// All first crashes.
    package static func singles() -> [Point] { plans.indices.flatMap { points(after: 0, of: $0, run([], of: $0)) } }

    package static func alone(_ point: Point) -> SeedTally {
        var tally = SeedTally()
        tally.add(run([point], of: point.run), name: "\(point)")
        return tally
    }

    /// A first crash alone, and with every second one.
    package static func tally(_ first: Point) -> SeedTally {
        var tally = SeedTally()
        let alone = run([first], of: first.run)
        tally.add(alone, name: "\(first)")
        for second in points(after: first.step, of: first.run, alone) {
            tally.add(run([first, second], of: first.run), name: "\(first), \(second)")
        }
        return tally
    }
}
