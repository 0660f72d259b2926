/// Holds a storm against every rule. It asks the worker nothing.
enum StormJudge {
    struct Verdict: Sendable {
        var lines: [StormFinding.Line] = []
        var violations: [Violation] = []
    }

    static let rules: [any StormRule.Type] = [
        PermittedTimeRule.self, InFlightRule.self, BudgetRule.self, LatencyRule.self, DrainRule.self, MemoryRule.self,
        PremiseRule.self,
    ]

    static func verdict(_ facts: StormFacts) -> Verdict {
        var verdict = Verdict()
        for rule in rules {
            let finding = rule.finding(in: facts)
            verdict.lines += finding.lines
            verdict.violations += finding.violations
        }
        let records = CrashJudge.verdict(facts.records)
        let sent = facts.records.sent.count
        verdict.lines.append(.init(what: "records", measured: "\(sent)"))
        verdict.lines.append(.init(what: "mails", measured: "\(facts.records.mails.count)", bound: "\(2 * sent)"))
        verdict.violations += records.violations + facts.misbehaviour
        return verdict
    }
}
