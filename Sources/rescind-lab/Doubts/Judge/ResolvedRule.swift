/// When looking up works, hardly anything is left to a person.
enum ResolvedRule {
    static let name = "resolved"

    /// - Parameter bound: the share that may end `unresolved`; it must be below.
    static func violations(in doubts: [Doubt], bound: Double) -> [Violation] {
        let unresolved = doubts.filter { $0.outcomes.contains(where: \.isUnresolved) }.count
        guard unresolved > 0, Double(unresolved) >= bound * Double(doubts.count) else { return [] }
        return [Violation(rule: name, text: "\(unresolved) of \(doubts.count) commands are unresolved")]
    }
}
