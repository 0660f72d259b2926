/// The worker's resident memory stays flat: from half a minute after the warm-up on it is never more than ``growth`` above the
/// median of that half minute.
enum MemoryRule: StormRule {
    static let name = "memory"

    static let growth = 10_000_000
    static let reference: Duration = .seconds(30)

    static func finding(in facts: StormFacts) -> StormFinding {
        let start = facts.settings.calm + facts.settings.warmUp
        let before = facts.memory.filter { (start..<start + reference).contains($0.at) }.map(\.bytes).sorted()
        let rest = facts.memory.filter { $0.at >= start + reference }
        guard !facts.memory.isEmpty else { return silent("not told by this system") }
        guard !before.isEmpty, let most = rest.max(by: { $0.bytes < $1.bytes }) else {
            return silent("not judged: the run is over before \((start + reference).tenths) s")
        }
        let median = before[before.count / 2]
        var finding = StormFinding()
        finding.lines = [
            .init(what: "resident memory after the warm-up", measured: text(median)),
            .init(
                what: "most of it afterwards", measured: "\(text(most.bytes)) at \(most.at.tenths) s",
                bound: text(median + growth)),
            .init(what: "at the end", measured: text(facts.memory.last?.bytes ?? 0)),
        ]
        if most.bytes > median + growth {
            finding.violations = [
                violation("\(text(most.bytes)) at \(most.at.tenths) s, \(text(median)) after the warm-up")
            ]
        }
        return finding
    }

    private static func silent(_ text: String) -> StormFinding {
        StormFinding(lines: [.init(what: "resident memory", measured: text)])
    }

    private static func text(_ bytes: Int) -> String {
        let tenths = (bytes + 50_000) / 100_000
        return "\(tenths / 10).\(tenths % 10) MB"
    }
}
