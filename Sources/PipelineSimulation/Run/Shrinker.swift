/// Makes a failing plan smaller: leaves out faults and commands as long as the same promise is broken.
package struct Shrinker {
    private let rule: Violation.Rule
    package private(set) var plan: SimulationPlan
    package private(set) var runs = 0

    package init(_ plan: SimulationPlan, breaking rule: Violation.Rule) {
        self.plan = plan
        self.rule = rule
    }

    package mutating func shrink() {
        var hasShrunk = true
        while hasShrunk {
            hasShrunk = shrinkFaults()
            hasShrunk = shrinkCommands() || hasShrunk
        }
    }

    private mutating func shrinkFaults() -> Bool {
        var hasShrunk = false
        for index in plan.faults.indices.reversed() {
            var smaller = plan
            smaller.faults.remove(at: index)
            hasShrunk = accept(smaller) || hasShrunk
        }
        return hasShrunk
    }

    /// A command that is left out is never produced; the others keep their numbers, which repetitions refer to.
    private mutating func shrinkCommands() -> Bool {
        var hasShrunk = false
        for index in plan.commands.indices.reversed() where !plan.omitted.contains(index) {
            var smaller = plan
            smaller.omitted.insert(index)
            hasShrunk = accept(smaller) || hasShrunk
        }
        return hasShrunk
    }

    private mutating func accept(_ smaller: SimulationPlan) -> Bool {
        runs += 1
        guard Seeds.run(smaller).violations.contains(where: { $0.rule == rule }) else { return false }
        plan = smaller
        return true
    }
}
