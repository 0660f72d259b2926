import CommandContract

/// In the end every meeting is cancelled: nothing waits any more, and nothing was given up.
enum DrainRule: StormRule {
    static let name = "drained"

    static func finding(in facts: StormFacts) -> StormFinding {
        var finding = StormFinding()
        finding.lines = [
            .init(
                what: "all answered after the storm", measured: facts.drained.map { "\($0.tenths) s" } ?? "no",
                bound: "\(facts.settings.drain.tenths) s"),
            .init(what: "outcomes", measured: statuses(facts), bound: "all cancelled"),
        ]
        if facts.unanswered > 0 {
            finding.violations.append(
                violation(
                    "\(facts.unanswered) records without an outcome \(facts.settings.drain.tenths) s after the storm"))
        }
        let others = facts.answers.filter { $0.status != OutcomeStatus.cancelled.rawValue }
        for (group, answers) in Dictionary(grouping: others, by: \.group).sorted(by: {
            $0.key.rawValue < $1.key.rawValue
        }) {
            finding.violations.append(
                violation("\(answers.count) commands of \(group.rawValue) did not end in a cancel"))
        }
        return finding
    }

    private static func statuses(_ facts: StormFacts) -> String {
        Dictionary(grouping: facts.answers, by: \.status).sorted { $0.key < $1.key }
            .map { "\($0.key) \($0.value.count)" }.joined(separator: ", ")
    }
}
