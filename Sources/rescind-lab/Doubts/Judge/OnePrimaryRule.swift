/// P1: every command has exactly one outcome, and that is the primary one.
enum OnePrimaryRule: DoubtRule {
    static let name = "onePrimary"

    static func violations(in doubts: [Doubt]) -> [Violation] {
        doubts.compactMap { doubt in
            let primaries = doubt.outcomes.filter(\.isPrimary).count
            guard doubt.outcomes.count != 1 || primaries != 1 else { return nil }
            return violation("\(doubt.outcomes.count) outcomes, \(primaries) of them primary", doubt)
        }
    }
}
