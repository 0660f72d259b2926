/// Tenants to whom nothing happens hardly notice the storm: their median time from record to outcome is about that of the calm
/// phase of the same run.
enum LatencyRule: StormRule {
    static let name = "latency"

    static let ratio = 1.2
    /// The reader of the outcomes and the worker's consumer look every 10 ms, and the median of a few dozen commands moves by about
    /// as much from one draw to the next.
    static let measuring: Duration = .milliseconds(20)
    /// Fewer say nothing.
    static let fewest = 10

    static func finding(in facts: StormFacts) -> StormFinding {
        var finding = StormFinding()
        for group in StormGroup.allCases {
            let (calm, storm) = (median(facts, group, inStorm: false), median(facts, group, inStorm: true))
            var line = StormFinding.Line(
                what: "median of \(group.rawValue), calm and storm", measured: "\(text(calm)), \(text(storm))")
            if group == .quiet, let calm {
                let bound = calm * ratio + measuring
                line.bound = "\(bound.wholeMilliseconds) ms"
                if let storm, storm > bound {
                    finding.violations.append(
                        violation(
                            "\(storm.wholeMilliseconds) ms in the storm, \(calm.wholeMilliseconds) ms in the calm phase: more than "
                                + "\(ratio) times and \(measuring.wholeMilliseconds) ms"))
                }
            }
            finding.lines.append(line)
        }
        let fewest = [true, false].map { facts.latencies(of: .quiet, inStorm: $0).count }.min() ?? 0
        if fewest < Self.fewest {
            finding.violations.append(violation("only \(fewest) commands of a phase to go by, not \(Self.fewest)"))
        }
        return finding
    }

    private static func median(_ facts: StormFacts, _ group: StormGroup, inStorm: Bool) -> Duration? {
        let latencies = facts.latencies(of: group, inStorm: inStorm)
        return latencies.isEmpty ? nil : latencies[latencies.count / 2]
    }

    private static func text(_ median: Duration?) -> String { median.map { "\($0.wholeMilliseconds) ms" } ?? "–" }
}
