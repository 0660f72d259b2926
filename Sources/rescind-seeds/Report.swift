import PipelineSimulation

enum Report {
    static func print(_ tally: SeedTally, took: Duration, what: String) {
        for (name, violation) in tally.failures.prefix(20) { Swift.print("\(name): \(violation)") }
        let seconds = Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18
        let rate = seconds > 0 ? Int(Double(tally.runs) / seconds) : 0
        Swift.print(
            "\(tally.runs) \(what) in \(Int(seconds)) s (\(rate)/s), \(tally.failures.count) with violations; "
                + "\(tally.events) events, hash \(String(tally.hash, radix: 16))")
        Swift.print("\(tally.statistics)")
    }

    /// The smallest run that breaks the same promise, with the end of its trace.
    static func printShrunk(_ seed: UInt64, _ commands: Int, _ rule: Violation.Rule) {
        var shrinker = Shrinker(PlanGenerator.plan(seed: seed, commands: commands), breaking: rule)
        shrinker.shrink()
        let plan = shrinker.plan
        Swift.print("seed \(seed) shrunk in \(shrinker.runs) runs to these faults and commands:")
        for fault in plan.faults { Swift.print("  \(fault.trigger): \(fault.effect)") }
        for (number, command) in plan.commands.enumerated() where !plan.omitted.contains(number) {
            Swift.print("  c\(number) meeting \(command.meeting): \(command.kind)")
        }
        let result = Seeds.run(plan, isTracing: true)
        for line in result.trace.suffix(80) { Swift.print("  \(line)") }
        for violation in result.violations { Swift.print("  \(violation)") }
    }
}
