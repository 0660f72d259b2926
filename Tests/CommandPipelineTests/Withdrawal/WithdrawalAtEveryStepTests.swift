import CommandContract
import CommandPipeline
import MeetingCancellation
import Testing

@Suite("A withdraw at every step of a command ends in exactly one consistent pair of outcomes")
struct WithdrawalAtEveryStepTests {
    private static let command = ConsumedRecord.cancel("C", at: 0)
    private static let withdrawal = ConsumedRecord.withdraw("C", by: "W", at: 1)
    private static let mostMoves = 60

    private static func isConsistent(_ run: WithdrawalRun) -> Bool {
        let outcomes = Set(run.bench.outcomes.map(\.description))
        guard run.bench.outcomes.count == 2, run.bench.outcomes.allSatisfy(\.isPrimary) else { return false }
        if outcomes == ["C withdrawn", "W withdrawn"] { return run.mails == 0 }
        let isLate = outcomes == ["C cancelled", "W tooLateToWithdraw"]
        return (isLate || outcomes == ["C cancelled", "W commandUnknown"]) && run.mails == 1
    }

    private static func finish(_ run: inout WithdrawalRun) throws {
        var moves = 0
        while try run.move() {
            moves += 1
            try #require(moves < mostMoves, "it comes to no end")
        }
    }

    @Test(
        "whatever Graph does with the request, and whether the worker dies at any step after it",
        arguments: WithdrawalRun.FirstAnswer.allCases, [Duration.zero, .seconds(300)])
    func everyStep(first: WithdrawalRun.FirstAnswer, hold: Duration) throws {
        var pairs: [String: Int] = [:]
        for commitsFirst in [true, false] {
            for before in 0..<Self.mostMoves {
                var reached = WithdrawalRun(
                    [Self.command, Self.withdrawal], first: first, commitsFirst: commitsFirst, hold: hold)
                reached.deliver()
                var isOver = false
                for _ in 0..<before where !isOver { isOver = try !reached.move() }
                reached.deliver()
                try Self.crashAtEveryStep(of: reached, "after \(before) moves", &pairs)
                if isOver { break }
            }
        }
        #expect(pairs.keys.sorted() == ["C cancelled, W tooLateToWithdraw", "C withdrawn, W withdrawn"])
    }

    @Test("a withdraw that comes first, and whether its command comes within its window", arguments: [0, 1, 2, 3])
    func comesFirst(before: Int) throws {
        var pairs: [String: Int] = [:]
        let records: [ConsumedRecord] = [.withdraw("C", by: "W", at: 0), .cancel("C", at: 1)]
        var reached = WithdrawalRun(records, first: .accepted, commitsFirst: true, hold: .zero)
        reached.deliver()
        // The second move is the end of its window.
        for _ in 0..<before { _ = try reached.move() }
        reached.deliver()
        try Self.crashAtEveryStep(of: reached, "after \(before) moves", &pairs)
        let (withdrawn, unknown) = ("C withdrawn, W withdrawn", "C cancelled, W commandUnknown")
        switch before {
        case 0, 1: #expect(pairs.keys.sorted() == [withdrawn])
        // Decided and not committed: a crash has both begin anew.
        case 2: #expect(pairs.keys.sorted() == [unknown, withdrawn])
        default: #expect(pairs.keys.sorted() == [unknown])
        }
    }

    /// Once without a crash, and once with one after each further move.
    private static func crashAtEveryStep(
        of reached: WithdrawalRun, _ place: String, _ pairs: inout [String: Int]
    ) throws {
        for crashesAfter in -1..<mostMoves {
            var run = reached
            var isOver = false
            for _ in 0..<max(0, crashesAfter) where !isOver { isOver = try !run.move() }
            if crashesAfter >= 0 { run.crash() }
            try finish(&run)
            #expect(
                isConsistent(run),
                "\(place), crash after \(crashesAfter) more: \(run.bench.outcomes), \(run.mails) mails")
            pairs[run.bench.outcomes.map(\.description).sorted().joined(separator: ", "), default: 0] += 1
            if isOver { return }
        }
    }
}
