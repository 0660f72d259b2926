/// Shows the board: redrawn in place on a terminal, plain lines elsewhere.
struct DemoScreen {
    /// More commands than this get a progress line a second instead of a line each.
    private static let mostLines = 100
    private let isTerminal = Lab.isTerminal
    private var drawn = 0

    mutating func refresh(_ board: DemoBoard) {
        guard isTerminal else { return }
        var text = drawn > 0 ? "\u{1B}[\(drawn)A" : ""
        let lines = board.table + ["\(board.settled) of \(board.sent) settled"]
        for line in lines { text += "\u{1B}[2K\(line)\n" }
        drawn = lines.count
        Lab.put(text)
    }

    func settled(_ outcome: ObservedOutcome, _ demoCase: DemoCase?, _ board: DemoBoard) {
        guard !isTerminal else { return }
        if board.sent <= Self.mostLines {
            let mark = demoCase.map { DemoJudge.matches(outcome, $0) ? "✓" : "✗" } ?? "✗"
            Lab.print("\(mark) \(demoCase?.name ?? "unknown record"): \(DemoJudge.text(outcome))")
        } else if board.settled % 250 == 0, board.settled > 0 {
            Lab.print("\(board.settled) of \(board.sent) settled")
        }
    }

    func finish(_ board: DemoBoard) {
        guard !isTerminal else { return }
        Lab.print()
        for line in board.table { Lab.print(line) }
    }
}
