/// It was a storm: without it the other rules would hold of themselves.
enum PremiseRule: StormRule {
    static let name = "premise"

    /// Part of the budget that the hot mailbox must have used in some minute.
    static let budgetUsed = 0.95
    /// In a shorter one no minute is full.
    static let shortest: Duration = .seconds(120)

    static func finding(in facts: StormFacts) -> StormFinding {
        var finding = StormFinding()
        let commands = facts.answers.filter { facts.storm.contains($0.sent) }
        let hot = commands.filter { $0.group == .hot }.count
        add(to: &finding, "commands of the storm to one mailbox", hot, of: commands.count, 0.88...0.92)
        let requests = facts.requests.filter { facts.storm.contains($0.arrived) }
        let throttled = requests.filter { $0.group == .throttled }
        let refused = throttled.filter { $0.status == 429 }.count
        add(to: &finding, "requests of the throttled tenant answered 429", refused, of: throttled.count, 0.75...1)
        let failed = requests.filter { $0.group == .away && ($0.status == nil || $0.status == 503) }.count
        let away = requests.filter { $0.group == .away }.count
        add(to: &finding, "requests to the cloud that was down answered 503 or not at all", failed, of: away, 0.01...1)
        if facts.requests.allSatisfy({ $0.underWay < StormSettings.mailboxConcurrency }) {
            finding.violations.append(violation("no lane was ever full"))
        }
        let hotCancels = facts.requests.filter { $0.group == .hot && $0.isCancel }.map(\.arrived)
        let most = BudgetRule.mostInAMinute(hotCancels).count
        let wanted = Int(Double(facts.settings.cancelsPerMinute) * budgetUsed)
        if facts.settings.storm >= shortest, most < wanted {
            finding.violations.append(violation("no minute had more than \(most) cancels, so the budget bound nobody"))
        }
        return finding
    }

    private static func add(
        to finding: inout StormFinding, _ what: String, _ part: Int, of whole: Int, _ bound: ClosedRange<Double>
    ) {
        let share = whole > 0 ? Double(part) / Double(whole) : 0
        finding.lines.append(.init(what: what, measured: "\(part) of \(whole)", bound: text(bound)))
        if !bound.contains(share) { finding.violations.append(violation("\(what): \(part) of \(whole)")) }
    }

    private static func text(_ bound: ClosedRange<Double>) -> String {
        func percent(_ share: Double) -> Int { Int((share * 100).rounded()) }
        return "\(percent(bound.lowerBound)) to \(percent(bound.upperBound)) %"
    }
}
