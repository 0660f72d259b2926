import CommandContract

/// What the demo has seen so far, by kind: the table on the screen. Never the verdict, which reads everything afresh.
struct DemoBoard: Sendable {
    private struct Row {
        var sent = 0
        var settled = 0
        var unexpected = 0
        let expectation: String
    }

    private var rows: [String: Row] = [:]
    private var order: [String] = []
    private(set) var cases: [CommandName: DemoCase] = [:]
    private var answered: Set<CommandName> = []
    private(set) var sent = 0

    mutating func sent(_ demoCase: DemoCase, at position: TopicPosition) {
        sent += 1
        cases[demoCase.id.map { .id($0) } ?? .place(position)] = demoCase
        if rows[demoCase.kind] == nil {
            order.append(demoCase.kind)
            rows[demoCase.kind] = Row(expectation: DemoJudge.text(demoCase))
        }
        rows[demoCase.kind]?.sent += 1
    }

    /// - Returns: the case, for a line of its own.
    mutating func settled(_ outcome: ObservedOutcome) -> DemoCase? {
        // A second copy of an outcome settles nothing.
        guard answered.insert(outcome.command).inserted, let demoCase = cases[outcome.command] else { return nil }
        rows[demoCase.kind]?.settled += 1
        if !DemoJudge.matches(outcome, demoCase) { rows[demoCase.kind]?.unexpected += 1 }
        return demoCase
    }

    var settled: Int { answered.count }
    var isComplete: Bool { sent > 0 && settled >= sent }

    var table: [String] {
        let head = Self.line("command", "sent", "done", "must end as")
        return [head, String(repeating: "─", count: 88)]
            + order.compactMap { kind in
                guard let row = rows[kind] else { return nil }
                let mark = row.unexpected > 0 ? "✗ " : row.settled == row.sent ? "✓ " : "  "
                return Self.line(kind, String(row.sent), String(row.settled), mark + row.expectation)
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
