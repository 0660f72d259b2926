/// What the demo has seen so far, by kind: the table on the screen. Never the verdict, which reads everything afresh.
struct DemoBoard: Sendable {
    private struct Row {
        var sent = 0
        var settled = 0
        var unexpected = 0
        let label: String
        let expectation: String
    }

    private var rows: [String: Row] = [:]
    private var order: [String] = []
    private(set) var records = SentRecords()
    private var answered: Set<TopicPosition> = []
    /// Outcomes of records that are not known to be sent: faults, or faster than the sender was told of its record.
    private var early: [ObservedOutcome] = []
    private(set) var sent = 0

    mutating func sent(_ demoCase: DemoCase, at position: TopicPosition) {
        sent += 1
        records.sent(demoCase, at: position)
        if rows[demoCase.name] == nil {
            // Below its first record, however late it is sent.
            let first = demoCase.second == nil ? nil : order.firstIndex(of: demoCase.kind)
            order.insert(demoCase.name, at: first.map { $0 + 1 } ?? order.endIndex)
            rows[demoCase.name] = Row(label: demoCase.label, expectation: DemoJudge.text(demoCase))
        }
        rows[demoCase.name]?.sent += 1
        let waiting = early
        early = []
        for outcome in waiting { _ = settled(outcome) }
    }

    /// - Returns: the case, for a line of its own.
    mutating func settled(_ outcome: ObservedOutcome) -> DemoCase? {
        guard let place = records.place(of: outcome), let demoCase = records.cases[place] else {
            early.append(outcome)
            return nil
        }
        // A second copy of an outcome settles nothing.
        guard answered.insert(place).inserted else { return nil }
        rows[demoCase.name]?.settled += 1
        if !DemoJudge.matches(outcome, demoCase) { rows[demoCase.name]?.unexpected += 1 }
        return demoCase
    }

    var settled: Int { answered.count }
    var isComplete: Bool { sent > 0 && settled >= sent }

    var table: [String] {
        let head = Self.line("command", "sent", "done", "must end as")
        return [head, String(repeating: "─", count: 88)]
            + order.compactMap { name in
                guard let row = rows[name] else { return nil }
                let mark = row.unexpected > 0 ? "✗ " : row.settled == row.sent ? "✓ " : "  "
                return Self.line(row.label, String(row.sent), String(row.settled), mark + row.expectation)
            }
    }

    private static func line(_ kind: String, _ sent: String, _ done: String, _ text: String) -> String {
        func left(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(0, width - text.count))
        }
        func right(_ text: String, _ width: Int) -> String {
            String(repeating: " ", count: max(0, width - text.count)) + text
        }
        return left(kind, 24) + right(sent, 6) + right(done, 6) + "  " + text
    }
}
