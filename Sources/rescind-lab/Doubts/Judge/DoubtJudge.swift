/// Holds a run against every rule. It asks the worker nothing.
enum DoubtJudge {
    static let rules: [any DoubtRule.Type] = [OnePrimaryRule.self, TrueOutcomeRule.self, MailRule.self]

    static func violations(in doubts: [Doubt], unresolvedBound: Double) -> [Violation] {
        rules.flatMap { $0.violations(in: doubts) } + ResolvedRule.violations(in: doubts, bound: unresolvedBound)
    }
}
