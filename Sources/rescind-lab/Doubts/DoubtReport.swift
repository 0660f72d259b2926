import GraphSimulator

/// What came of a run, with its verdict.
struct DoubtReport: Sendable {
    let settings: DoubtSettings
    let doubts: [Doubt]
    let took: Duration
    let requests: RequestCounts
    /// Further records with the id of an outcome that is there already: aborted transactions, which the mock shows.
    let copies: Int
    let violations: [Violation]

    /// - Parameter strangers: commands that outcomes speak of and nobody sent.
    init(
        settings: DoubtSettings, doubts: [Doubt], took: Duration, requests: RequestCounts, copies: Int, strangers: Int
    ) {
        self.settings = settings
        self.doubts = doubts
        self.took = took
        self.requests = requests
        self.copies = copies
        var violations = DoubtJudge.violations(in: doubts, unresolvedBound: settings.unresolvedBound)
        if strangers > 0 {
            violations.append(Violation(rule: "onePrimary", text: "\(strangers) outcomes of commands nobody sent"))
        }
        self.violations = violations
    }

    var lines: [String] {
        let rate = took > .zero ? Int(Double(doubts.count) / (took / .seconds(1))) : 0
        let mails = doubts.reduce(0) { $0 + $1.mails }
        let repeats = doubts.reduce(0) { $0 + $1.repeats }
        let unresolved = doubts.filter { $0.outcomes.contains(where: \.isUnresolved) }.count
        return table + [
            "",
            "\(doubts.count) commands, \(took.tenths) s (\(rate)/s), seed \(settings.seed)",
            "simulator: \(requests.arrived) requests, \(requests.byOperation[.cancel] ?? 0) of them cancels, "
                + "\(requests.dropped) without a whole answer; \(mails) mails, \(repeats) cancels of what was cancelled",
            "\(unresolved) unresolved; fewer than \(settings.unresolvedBound * 100) % may be",
            "\(copies) further copies of outcomes are visible: the mock's artefact, not judged",
        ]
            + violations.prefix(20).map { "✗ \($0.rule): \($0.text)" }
            + [violations.isEmpty ? "✓ no violation" : "✗ \(violations.count) violations: \(byRule)"]
    }

    private var byRule: String {
        let counts = Dictionary(violations.map { ($0.rule, 1) }, uniquingKeysWith: +)
        return counts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }

    /// How each was known, by how its answer was lost.
    private var table: [String] {
        let columns = ["acknowledged", "observed", "inferred", "unresolved", "else"]
        let byKind = Dictionary(grouping: doubts, by: \.kind)
        let rows = DoubtKind.allCases.map { ($0.rawValue, byKind[$0] ?? []) } + [("all", doubts)]
        return [Self.line("how the answer was lost", ["commands"] + columns)]
            + rows.map { name, doubts in
                let counts = Dictionary(doubts.map { (Self.column(of: $0), 1) }, uniquingKeysWith: +)
                return Self.line(name, [String(doubts.count)] + columns.map { String(counts[$0] ?? 0) })
            }
    }

    private static func column(of doubt: Doubt) -> String {
        guard let outcome = doubt.outcomes.first else { return "else" }
        if outcome.isUnresolved { return "unresolved" }
        return outcome.isCancelled ? outcome.evidence ?? "else" : "else"
    }

    private static func line(_ name: String, _ cells: [String]) -> String {
        let first = name + String(repeating: " ", count: max(0, 26 - name.count))
        return first + cells.map { String(repeating: " ", count: max(1, 14 - $0.count)) + $0 }.joined()
    }
}
