/// What was measured, for a person.
enum StormReport {
    /// Violations that are shown.
    private static let shown = 20

    static func lines(_ verdict: StormJudge.Verdict, _ settings: StormSettings) -> [String] {
        let rows = [StormFinding.Line(what: "", measured: "measured", bound: "bound")] + verdict.lines
        let (first, second) = (width(rows.map(\.what)), width(rows.map(\.measured)))
        let table = rows.map { row in
            let line = padded(row.what, first) + "  " + padded(row.measured, second) + "  " + row.bound
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
        let violations = verdict.violations.prefix(shown).map { "✗ \($0.rule): \($0.text)" }
        let count = verdict.violations.count
        let byRule = Dictionary(grouping: verdict.violations, by: \.rule).map { "\($0.key) \($0.value.count)" }.sorted()
        let more = count > shown ? ["  and \(count - shown) more"] : []
        return [""] + table + ["", "seed \(settings.seed)", CrashBroker.notJudged] + violations + more
            + [count == 0 ? "✓ no violation" : "✗ \(count) violations: \(byRule.joined(separator: ", "))"]
    }

    private static func width(_ cells: [String]) -> Int { cells.map(\.count).max() ?? 0 }

    private static func padded(_ cell: String, _ width: Int) -> String {
        cell + String(repeating: " ", count: width - cell.count)
    }
}
