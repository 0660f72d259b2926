/// Runs by seed.
package enum Seeds {
    package static func run(_ seed: UInt64, commands: Int = 20, isTracing: Bool = false) -> SimulationResult {
        run(PlanGenerator.plan(seed: seed, commands: commands), isTracing: isTracing)
    }

    package static func run(_ plan: SimulationPlan, isTracing: Bool = false) -> SimulationResult {
        SimulationRun(plan: plan, isTracing: isTracing).run()
    }

    /// - Parameter mayStop: after the first failure.
    package static func run(_ seeds: some Sequence<UInt64>, commands: Int, mayStop: Bool) -> SeedTally {
        var tally = SeedTally()
        for seed in seeds {
            tally.add(run(seed, commands: commands), name: "seed \(seed)")
            if mayStop, !tally.failures.isEmpty { break }
        }
        return tally
    }
}
