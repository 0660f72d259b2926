/// One promise, as a function of what topics and simulator show.
protocol CrashRule: Sendable {
    /// Stable, one word.
    static var name: String { get }
    /// What it needs is there; without it the rule says nothing.
    static func applies(to facts: CrashFacts) -> Bool
    static func violations(in facts: CrashFacts) -> [Violation]
}

extension CrashRule {
    static func applies(to facts: CrashFacts) -> Bool { true }

    static func violation(_ text: String, _ meeting: String? = nil) -> Violation {
        Violation(rule: name, text: text, meeting: meeting)
    }
}
