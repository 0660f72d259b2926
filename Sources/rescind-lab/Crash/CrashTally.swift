/// Counts over all stacks of a run.
struct CrashTally: Sendable {
    private var cycles = 0
    private var strikes: [String: Int] = [:]
    private var phases: [CrashStrike.Phase: Int] = [:]
    private var recoveries: [Duration] = []
    private var farewells: [Duration] = []
    private var records: [CrashKind: Int] = [:]
    private var reasons: [String: Int] = [:]
    private var requests = 0
    private var cancels = 0
    private var mails = 0
    private var copies = 0
    private var excused: [LibrdkafkaFault: Int] = [:]
    private(set) var silent: Set<String> = []
    private(set) var violations: [Violation] = []

    var strikeCount: Int { strikes.values.reduce(0, +) }

    mutating func add(_ report: CycleReport) {
        cycles += 1
        for strike in report.strikes {
            strikes[strike.how, default: 0] += 1
            phases[strike.phase, default: 0] += 1
        }
        if let recovery = report.recovery { recoveries.append(recovery) }
        if let farewell = report.farewell { farewells.append(farewell) }
        violations += report.violations
    }

    mutating func add(_ violation: Violation) { violations.append(violation) }

    /// - Parameter ends: of the worker, by faults of librdkafka.
    mutating func add(_ ends: [LibrdkafkaFault: Int]) { excused.merge(ends, uniquingKeysWith: +) }

    /// - Parameter requests: of all kinds that the simulator got.
    mutating func add(_ facts: CrashFacts, _ verdict: CrashJudge.Verdict, requests: Int) {
        for record in facts.sent { records[record.kind, default: 0] += 1 }
        var known: Set<String> = []
        for outcome in facts.outcomes where known.insert(outcome.id).inserted {
            let name = outcome.status == outcome.reason ? outcome.status : "\(outcome.status) \(outcome.reason)"
            reasons[name, default: 0] += 1
        }
        self.requests += requests
        cancels += facts.requests.count
        mails += facts.mails.count
        copies += verdict.copies
        silent.formUnion(verdict.silent)
        violations += verdict.violations
    }

    /// - Parameter took: the whole run.
    func lines(took: Duration) -> [String] {
        let rate = took > .zero ? Double(cycles) / (took / .seconds(60)) : 0
        return [
            "\(cycles) cycles, \(records.values.reduce(0, +)) records, \(strikeCount) crashes, \(took.tenths) s, "
                + "\(Int(rate.rounded())) cycles a minute",
            "crashes: " + Self.list(strikes),
            "met the worker: "
                + CrashStrike.Phase.allCases.map { "\($0.rawValue) \(phases[$0] ?? 0)" }
                .joined(separator: ", "),
            "from the last crash to the last outcome: " + Self.spread(recoveries),
            "records: " + Self.list(records.reduce(into: [:]) { $0[$1.key.rawValue] = $1.value }),
            "outcomes: " + Self.list(reasons),
            "simulator: \(requests) requests, \(cancels) of them cancels, \(mails) mails",
        ]
            + (farewells.isEmpty ? [] : ["from SIGTERM to the worker's end: " + Self.spread(farewells)])
            + excused.map { "the worker ended \($0.value) times by \($0.key.text): not judged" }
    }

    /// Copies of outcomes, which only the mock shows.
    var artefacts: String { "\(copies) further copies of outcomes are visible: the mock's artefact, not judged" }

    private static func spread(_ times: [Duration]) -> String {
        let sorted = times.sorted()
        guard let last = sorted.last else { return "never" }
        return "half within \(sorted[sorted.count / 2].tenths) s, all within \(last.tenths) s"
    }

    private static func list(_ counts: [String: Int]) -> String {
        counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }
            .joined(separator: ", ")
    }
}
