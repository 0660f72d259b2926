/// P1: no command record is lost, and each has exactly one outcome; outcomes are told apart by their ids.
enum OneOutcomeRule: CrashRule {
    static let name = "oneOutcome"

    static func violations(in facts: CrashFacts) -> [Violation] {
        let byRecord = Dictionary(grouping: facts.outcomes, by: \.record)
        var found = facts.sent.compactMap { record -> Violation? in
            let outcomes = byRecord[record.position] ?? []
            let ids = Set(outcomes.map(\.id)).count
            let subject = "\(record.kind.rawValue) at \(record.position)"
            if !record.isAnswered { return ids == 0 ? nil : violation("\(subject) was answered", record.meeting) }
            if ids == 0 { return violation("\(subject) has no outcome", record.meeting) }
            if ids > 1 { return violation("\(subject) has \(ids) different outcomes", record.meeting) }
            guard facts.showsOnlyCommitted, outcomes.count > 1 else { return nil }
            return violation("\(subject) has \(outcomes.count) committed copies of its outcome", record.meeting)
        }
        let known = Set(facts.sent.map(\.position))
        found += byRecord.keys.filter { !known.contains($0) }.sorted().map {
            violation("an outcome for a record at \($0) that was never written")
        }
        return found
    }
}
