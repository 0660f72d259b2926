/// One promise about a storm, as a function of what was seen of it.
protocol StormRule: Sendable {
    /// Stable, one word.
    static var name: String { get }
    static func finding(in facts: StormFacts) -> StormFinding
}

/// What a rule has measured, and what it thinks of it.
struct StormFinding: Sendable {
    struct Line: Sendable, Hashable {
        let what: String
        let measured: String
        /// What it had to be; empty where nothing is asked.
        var bound = ""
    }

    var lines: [Line] = []
    var violations: [Violation] = []
}

extension StormRule {
    static func violation(_ text: String) -> Violation { Violation(rule: name, text: text) }
}
