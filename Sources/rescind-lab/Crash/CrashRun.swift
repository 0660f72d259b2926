import Foundation
import GraphSimulator
import Logging
import Synchronization

/// A run of the harness: its stacks side by side, and what they say.
final class CrashRun: Sendable {
    /// Violations of a cycle that are shown; a file has all.
    private static let printed = 5

    private let settings: CrashSettings
    private let logger: Logger
    private let tally = Mutex(CrashTally())

    init(settings: CrashSettings, logger: Logger) {
        self.settings = settings
        self.logger = logger
    }

    /// - Returns: the violations.
    func run() async throws -> [Violation] {
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for stack in 1...settings.parallel where settings.share(of: stack - 1) > 0 {
                group.addTask { try await self.run(stack) }
            }
            // Not `waitForAll`: the others would go on after the first error.
            while try await group.next() != nil {}
        }
        let tally = tally.withLock { tally in
            if settings.points, tally.strikeCount == 0 {
                let text = "none was reached: the worker is no test build, ./dev crash --points makes one"
                Lab.print("✗ points: \(text)")
                tally.add(Violation(rule: "points", text: text))
            }
            return tally
        }
        summarize(tally, took: start.duration(to: .now))
        return tally.violations
    }

    private func run(_ number: Int) async throws {
        try await CrashStack.with(number, settings, logger: logger) { stack in
            try await withThrowingTaskGroup(of: Void.self) { group in
                // It ends before the other only by an error, and without it nobody would know when to go on.
                group.addTask { try await stack.follow() }
                group.addTask { try await self.work(stack) }
                defer { group.cancelAll() }
                try await group.next()
            }
        }
    }

    private func work(_ stack: CrashStack) async throws {
        var session = CrashSession(stack: stack)
        do {
            try await session.begin()
            for cycle in 1...settings.share(of: stack.number - 1) {
                let report = try await session.cycle(cycle)
                Lab.print(report.text)
                try self.report(report.violations, of: stack, session.facts)
                tally.withLock { $0.add(report) }
                // What was lost is lost: the next cycle would wait for it again.
                if report.unanswered > 0 { break }
            }
            try await session.finish()
            let verdict = try await session.judge()
            try report(verdict.violations, of: stack, session.facts)
            let (facts, excused) = (session.facts, session.excused)
            tally.withLock { tally in
                tally.add(facts, verdict, requests: stack.simulator.requestCounts.arrived)
                tally.add(excused)
            }
        } catch {
            session.abandon()
            throw error
        }
    }

    /// On the screen, and with each meeting's history in a file.
    private func report(_ violations: [Violation], of stack: CrashStack, _ facts: CrashFacts) throws {
        guard !violations.isEmpty else { return }
        var text = ""
        for (index, violation) in violations.enumerated() {
            let line = "✗ stack \(stack.number) \(violation.rule): \(violation.text)"
            if index < Self.printed { Lab.print(line) }
            let history = violation.meeting.map { MeetingHistory.lines(of: $0, in: facts) } ?? []
            text += ([line] + history.map { "    \($0)" }).joined(separator: "\n") + "\n"
        }
        let file = "\(stack.folder)/violations.txt"
        if violations.count > Self.printed { Lab.print("  and \(violations.count - Self.printed) more in \(file)") }
        let earlier = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
        try (earlier + text).write(toFile: file, atomically: true, encoding: .utf8)
    }

    private func summarize(_ tally: CrashTally, took: Duration) {
        Lab.print()
        for line in tally.lines(took: took) { Lab.print(line) }
        Lab.print("seed \(settings.seed), \(settings.parallel) stacks")
        if !tally.silent.isEmpty {
            Lab.print("not judged, nothing to go by: \(tally.silent.sorted().joined(separator: ", "))")
        }
        if CrashBroker.external == nil {
            Lab.print(tally.artefacts)
            Lab.print(CrashBroker.notJudged)
        }
        let byRule = Dictionary(grouping: tally.violations, by: \.rule).map { "\($0.key) \($0.value.count)" }.sorted()
        let count = tally.violations.count
        Lab.print(count == 0 ? "✓ no violation" : "✗ \(count) violations: \(byRule.joined(separator: ", "))")
    }
}
