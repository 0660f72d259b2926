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

    let records: SentRecords
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

    private func judge(outcomes found: [KafkaRecord], _ verdict: inout Verdict) {
        var faults: [String] = []
        var seen: [TopicPosition: Set<String>] = [:]
        var primaries: [String: Set<String>] = [:]
        for record in found {
            guard let outcome = ObservedOutcome(record) else {
                faults.append("a record of the outcome topic is no outcome event")
                continue
            }
            guard let place = records.place(of: outcome), let expected = records.cases[place] else {
                faults.append("an outcome for a record that was never sent, at \(outcome.place)")
                continue
            }
            // A copy is the same outcome, its id included. Another outcome of the same record is none.
            if !seen[place, default: []].insert(outcome.id).inserted {
                verdict.artefacts += 1
                if !mayShowAborted { faults.append("\(expected.name): two copies of an outcome") }
            }
            if outcome.isPrimary, let id = outcome.commandID { primaries[id, default: []].insert(outcome.id) }
            if !Self.matches(outcome, expected) {
                faults.append("\(expected.name): expected \(Self.text(expected)), got \(Self.text(outcome))")
            }
        }
        for (place, expected) in records.cases {
            let count = seen[place]?.count ?? 0
            if count != 1 { faults.append("\(expected.name): \(count) outcomes instead of one") }
            guard let id = expected.id, primaries[id]?.count != 1 else { continue }
            faults.append("\(expected.name): \(primaries[id]?.count ?? 0) primary outcomes of one command")
        }
        verdict.faults += faults
    }

    /// The original bytes of exactly the records that nobody could act on.
    private func judge(deadLetters letters: [KafkaRecord], _ verdict: inout Verdict) {
        let expected = records.cases.values.filter(\.reason.isDeadLetter).map { $0.value ?? [] }
        let found = letters.map { $0.value ?? [] }
        let different = mayShowAborted ? Array(Set(found)) : found
        if Self.sorted(expected) != Self.sorted(different) {
            verdict.faults.append("the dead letters (\(found.count)) are not the \(expected.count) original records")
        }
        verdict.artefacts += found.count - different.count
    }

    private func judgeMeetings() -> [String] {
        var mails: [String: Int] = [:]
        for message in simulator.outbox { mails[message.eventID, default: 0] += 1 }
        var asked: Set<Substring> = []
        for request in simulator.requestLog where request.operation == .cancel {
            asked.formUnion(request.path.split(separator: "/"))
        }
        var faults: [String] = []
        for expected in records.cases.values {
            switch expected.effect {
            case .none: continue
            case .cancelled(let id, let wanted):
                if simulator.eventState(id) != .deleted { faults.append("\(expected.name): still on the calendar") }
                let sent = mails[id] ?? 0
                if sent != wanted { faults.append("\(expected.name): \(sent) mails instead of \(wanted)") }
            case .untouched(let id):
                if simulator.eventState(id) != .scheduled { faults.append("\(expected.name): was touched") }
                let encoded = id.replacing("=", with: "%3D")
                if asked.contains(Substring(encoded)) {
                    faults.append("\(expected.name): a cancel request was sent")
                }
            }
        }
        return faults
    }

    static func matches(_ outcome: ObservedOutcome, _ expected: DemoCase) -> Bool {
        outcome.reason == expected.reason.rawValue && outcome.status == expected.reason.status.rawValue
            && outcome.evidence == (expected.evidence?.rawValue) && outcome.attempts == expected.attempts
            && outcome.isPrimary == expected.isPrimary
    }

    static func text(_ outcome: ObservedOutcome) -> String {
        text(outcome.status, outcome.reason, outcome.evidence, outcome.attempts, outcome.isPrimary)
    }

    static func text(_ expected: DemoCase) -> String {
        text(
            expected.reason.status.rawValue, expected.reason.rawValue, expected.evidence?.rawValue, expected.attempts,
            expected.isPrimary
        )
    }

    private static func text(
        _ status: String, _ reason: String, _ evidence: String?, _ attempts: Int, _ isPrimary: Bool
    ) -> String {
        let detail = [evidence, attempts > 0 ? "attempts \(attempts)" : nil, isPrimary ? nil : "not primary"]
            .compactMap { $0 }.joined(separator: ", ")
        return (status == reason ? status : "\(status) \(reason)") + (detail.isEmpty ? "" : " (\(detail))")
    }

    private static func sorted(_ values: [[UInt8]]) -> [[UInt8]] {
        values.sorted { $0.lexicographicallyPrecedes($1) }
    }
}
