import CommandContract

/// P5: an outcome is true against what the simulator shows.
enum TruthRule: CrashRule {
    static let name = "truth"

    static func violations(in facts: CrashFacts) -> [Violation] {
        facts.byMeeting.flatMap { meeting, facts -> [Violation] in
            let wrong = facts.outcomes.compactMap { outcome in
                untruth(outcome, meeting, facts).map { violation($0, meeting) }
            }
            if !wrong.isEmpty { return wrong }
            let isTold = facts.outcomes.contains(where: \.tellsOfCancel)
            let isAnswered = Set(facts.sent.filter(\.isAnswered).map(\.position))
                .isSubset(of: Set(facts.outcomes.map(\.record)))
            guard facts.requests.contains(where: \.acted), isAnswered, !isTold else { return [] }
            return [violation("a request cancelled it and no outcome says so", meeting)]
        }
    }

    private static func untruth(_ outcome: PublishedOutcome, _ meeting: String, _ facts: CrashFacts) -> String? {
        let text = "\(outcome.status) \(outcome.reason) for \(outcome.record)"
        switch outcome.status {
        case OutcomeStatus.cancelled.rawValue:
            return facts.cancelledMeetings.contains(meeting) ? nil : "\(text), and it is on the calendar"
        case OutcomeStatus.unresolved.rawValue:
            return nil
        default:
            // "Untouched": true of a command that came after the one that cancelled.
            guard facts.requests.contains(where: { $0.acted && $0.time < outcome.settledAt }) else { return nil }
            let isExplained = facts.outcomes.contains { other in
                other.tellsOfCancel && other.record.partition == outcome.record.partition
                    && other.record.offset < outcome.record.offset
            }
            return isExplained ? nil : "\(text), and a request had cancelled it before"
        }
    }
}
