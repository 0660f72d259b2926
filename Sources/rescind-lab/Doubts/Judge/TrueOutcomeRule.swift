/// P5: an outcome is true against what the simulator shows, and so is how it is known.
enum TrueOutcomeRule: DoubtRule {
    static let name = "truth"

    static func violations(in doubts: [Doubt]) -> [Violation] {
        doubts.flatMap { doubt in
            doubt.outcomes.compactMap { outcome in
                untruth(outcome, doubt).map { violation("\(outcome.text), and \($0)", doubt) }
            }
        }
    }

    private static func untruth(_ outcome: DoubtOutcome, _ doubt: Doubt) -> String? {
        // Says nothing; `ResolvedRule` counts them.
        if outcome.isUnresolved { return nil }
        if !outcome.isCancelled { return doubt.isCancelled ? "it is cancelled" : nil }
        if !doubt.isCancelled { return "it is on the calendar" }
        // The request that cancelled it was never answered whole, and a further one finds nothing.
        guard outcome.evidence == "acknowledged", doubt.kind.acts else { return nil }
        return "nobody acknowledged it"
    }
}
