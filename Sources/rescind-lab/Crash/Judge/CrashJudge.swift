/// Holds a run against every rule. It asks the worker nothing.
enum CrashJudge {
    struct Verdict: Sendable {
        var violations: [Violation] = []
        /// Further records with the id of an outcome that is there already: open and aborted transactions, which the mock shows.
        var copies = 0
        /// Rules that lacked what they need.
        var silent: [String] = []
    }

    static let rules: [any CrashRule.Type] = [
        OneOutcomeRule.self, OneMailRule.self, IntentRule.self, SettledRule.self, TruthRule.self, OrderRule.self,
        PrimaryRule.self,
    ]

    static func verdict(_ facts: CrashFacts) -> Verdict {
        var verdict = Verdict()
        for rule in rules {
            guard rule.applies(to: facts) else {
                verdict.silent.append(rule.name)
                continue
            }
            verdict.violations += rule.violations(in: facts)
        }
        verdict.copies = facts.outcomes.count - Set(facts.outcomes.map(\.id)).count
        return verdict
    }
}
