/// An interleaving that random plans hardly ever hit, laid out by hand.
package struct Scenario: Sendable {
    package let name: String
    private let plan: SimulationPlan

    /// The plan fixes the faults, and the models still draw how long everything takes: over this many seeds the moments that
    /// matter fall into place many times, and go on doing so when somebody adds a draw elsewhere.
    private static let seeds: ClosedRange<UInt64> = 1...25

    init(_ name: String, _ plan: SimulationPlan) {
        self.name = name
        self.plan = plan
    }

    package func tally() -> SeedTally {
        var tally = SeedTally()
        for seed in Self.seeds {
            var plan = plan
            plan.seed = seed
            tally.add(Seeds.run(plan), name: "\(name), seed \(seed)")
        }
        return tally
    }
}
