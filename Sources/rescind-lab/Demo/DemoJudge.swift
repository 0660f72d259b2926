import CommandContract
import GraphSimulator
import KafkaClient

/// Holds the topics and the simulator against the script. It asks the worker nothing.
struct DemoJudge {
    struct Verdict {
        /// What is wrong, in words; empty when everything is as it must be.
        var faults: [String] = []
        /// Records of aborted transactions, which the mock shows to readers that must not see them.
        var artefacts = 0
    }

    let cases: [CommandName: DemoCase]
    let simulator: GraphSimulator
    /// The brokers were away for a while: further copies of a record may be the mock's artefacts.
    let mayShowAborted: Bool

    func verdict(outcomes: [KafkaRecord], deadLetters: [KafkaRecord]) -> Verdict {
        var verdict = Verdict()
        judge(outcomes: outcomes, &verdict)
        judge(deadLetters: deadLetters, &verdict)
        verdict.faults += judgeMeetings()
        return verdict
    }

    private func judge(outcomes records: [KafkaRecord], _ verdict: inout Verdict) {
        var faults: [String] = []
        var seen: [CommandName: Set<String>] = [:]
        var copies = 0
        for record in records {
            guard let outcome = ObservedOutcome(record) else {
                faults.append("a record of the outcome topic is no outcome event")
                continue
            }
            // A copy is the same outcome, its id included. Another outcome of the same command is none.
            if !seen[outcome.command, default: []].insert(outcome.id).inserted {
                copies += 1
                if !mayShowAborted { faults.append("two copies of an outcome: \(outcome.command)") }
            }
            guard let expected = cases[outcome.command] else {
                faults.append("an outcome for a record that was never sent: \(outcome.command)")
                continue
            }
            if !Self.matches(outcome, expected) {
                faults.append("\(expected.kind): expected \(Self.text(expected)), got \(Self.text(outcome))")
            }
        }
        for (name, expected) in cases {
            let count = seen[name]?.count ?? 0
            if count != 1 { faults.append("\(expected.kind): \(count) outcomes instead of one") }
        }
        verdict.faults += faults
        verdict.artefacts += copies
    }

    /// The original bytes of exactly the records that nobody could act on.
    private func judge(deadLetters records: [KafkaRecord], _ verdict: inout Verdict) {
        let expected = cases.values.filter(\.reason.isDeadLetter).map { $0.value ?? [] }
        let found = records.map { $0.value ?? [] }
        let different = mayShowAborted ? Array(Set(found)) : found
        if Self.sorted(expected) != Self.sorted(different) {
            verdict.faults.append("the dead letters (\(found.count)) are not the \(expected.count) original records")
        }
        verdict.artefacts += found.count - different.count
    }

    private func judgeMeetings() -> [String] {
        var mails: [String: Int] = [:]
        for message in simulator.outbox { mails[message.eventID, default: 0] += 1 }
        var requests: [Substring: Int] = [:]
        for request in simulator.requestLog where request.operation == .cancel {
            requests[request.path, default: 0] += 1
        }
        var faults: [String] = []
        for expected in cases.values {
            switch expected.effect {
            case .none: continue
            case .cancelled(let id, let wanted):
                if simulator.eventState(id) != .deleted { faults.append("\(expected.kind): still on the calendar") }
                let sent = mails[id] ?? 0
                if sent != wanted { faults.append("\(expected.kind): \(sent) mails instead of \(wanted)") }
            case .untouched(let id):
                if simulator.eventState(id) != .scheduled { faults.append("\(expected.kind): was touched") }
                let encoded = id.replacing("=", with: "%3D")
                if requests.keys.contains(where: { $0.contains("/\(encoded)/") }) {
                    faults.append("\(expected.kind): a cancel request was sent")
                }
            }
        }
        return faults
    }

    static func matches(_ outcome: ObservedOutcome, _ expected: DemoCase) -> Bool {
        outcome.reason == expected.reason.rawValue && outcome.status == expected.reason.status.rawValue
            && outcome.evidence == (expected.evidence?.rawValue) && outcome.attempts == expected.attempts
    }

    static func text(_ outcome: ObservedOutcome) -> String {
        text(outcome.status, outcome.reason, outcome.evidence, outcome.attempts)
    }

    static func text(_ expected: DemoCase) -> String {
        text(expected.reason.status.rawValue, expected.reason.rawValue, expected.evidence?.rawValue, expected.attempts)
    }

    private static func text(_ status: String, _ reason: String, _ evidence: String?, _ attempts: Int) -> String {
        let detail = [evidence, attempts > 0 ? "attempts \(attempts)" : nil].compactMap { $0 }.joined(separator: ", ")
        return (status == reason ? status : "\(status) \(reason)") + (detail.isEmpty ? "" : " (\(detail))")
    }

    private static func sorted(_ values: [[UInt8]]) -> [[UInt8]] {
        values.sorted { $0.lexicographicallyPrecedes($1) }
    }
}
