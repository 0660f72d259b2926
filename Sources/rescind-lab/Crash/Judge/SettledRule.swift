import CommandContract

/// P4: after a final outcome there is no further cancel request.
enum SettledRule: CrashRule {
    static let name = "settled"

    static func violations(in facts: CrashFacts) -> [Violation] {
        facts.byMeeting.flatMap { meeting, facts -> [Violation] in
            guard let (outcome, end) = end(of: facts) else { return [] }
            return facts.requests.filter { $0.time > end }.map { request in
                violation("a cancel request \(request.time - end) ms after \(outcome)", meeting)
            }
        }
    }

    /// From when on nothing may be sent for the meeting.
    private static func end(of facts: CrashFacts) -> (outcome: String, time: Int64)? {
        let identities = Set(facts.sent.map(\.identity))
        let final = facts.outcomes.filter { outcome in
            if outcome.status == OutcomeStatus.cancelled.rawValue { return true }
            // Another command of the meeting may act after one that did not.
            guard identities.count == 1, !Self.speaksOfAnother(outcome) else { return false }
            // On the mock it may be of a transaction that was aborted, and the command was done again.
            return outcome.status == OutcomeStatus.unresolved.rawValue || facts.showsOnlyCommitted
        }
        return final.min { $0.settledAt < $1.settledAt }.map { ("\($0.status) \($0.reason)", $0.settledAt) }
    }

    /// Refuses a record for the sake of an earlier one, which goes on.
    private static func speaksOfAnother(_ outcome: PublishedOutcome) -> Bool {
        ["duplicateInProgress", "idempotencyConflict"].contains(outcome.reason)
    }
}
