/// What many runs showed together.
package struct SeedTally: Sendable {
    package private(set) var runs = 0
    package private(set) var failures: [(name: String, violation: Violation)] = []
    package private(set) var events = 0
    package private(set) var statistics = SimulationResult.Statistics()
    /// Of all runs, in whatever order.
    package private(set) var hash: UInt64 = 0

    package init() {}

    package mutating func add(_ result: SimulationResult, name: String) {
        runs += 1
        events += result.events
        statistics = statistics + result.statistics
        var random = SeededRandom(seed: result.hash ^ result.seed)
        hash ^= random.next()
        if let first = result.violations.first { failures.append((name, first)) }
    }

    package mutating func add(_ other: SeedTally) {
        runs += other.runs
        events += other.events
        statistics = statistics + other.statistics
        hash ^= other.hash
        failures += other.failures
    }
}
