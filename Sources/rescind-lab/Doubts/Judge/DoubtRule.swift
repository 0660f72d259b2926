/// One promise, as a function of what topics and simulator show.
protocol DoubtRule: Sendable {
    /// Stable, one word.
    static var name: String { get }
    static func violations(in doubts: [Doubt]) -> [Violation]
}

extension DoubtRule {
    static func violation(_ text: String, _ doubt: Doubt) -> Violation {
        Violation(rule: name, text: "\(doubt.command) (\(doubt.kind.rawValue)): \(text)", meeting: doubt.meeting)
    }
}
