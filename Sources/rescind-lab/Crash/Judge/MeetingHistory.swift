import CommandContract

/// All that topics and simulator show of one meeting, in the order of time, for a person.
enum MeetingHistory {
    static func lines(of meeting: String, in facts: CrashFacts) -> [String] {
        guard let facts = facts.byMeeting[meeting] else { return [] }
        let records = facts.records(of: meeting).map { record in
            "written: \(record.kind.rawValue) at \(record.position), id \(record.identity?.id ?? "-"), cycle \(record.cycle)"
        }
        var events: [(time: Int64, text: String)] = facts.outcomes.map { outcome in
            let primary = outcome.primary.map { ", primary \($0)" } ?? ""
            return (
                outcome.settledAt,
                "outcome \(outcome.status) \(outcome.reason) of \(outcome.record) at \(outcome.place)\(primary)"
            )
        }
        events += facts.requests.map { request in
            let answer = request.status.map { "answered \($0)" } ?? "without an answer"
            return (
                request.time,
                "cancel request \(request.clientRequestID ?? "-"), \(answer)\(request.acted ? ", took effect" : "")"
            )
        }
        events += facts.mails.map { ($0.time, "mail to \($0.to)") }
        events += facts.ledger.map { fact in
            let attempt = fact.attempt.map { ", attempt \($0)" } ?? ""
            return (fact.time, "ledger \(fact.state.rawValue) at \(fact.place)\(attempt)")
        }
        let timed = events.sorted { $0.time < $1.time }.map { event in
            "\(Timestamp(milliseconds: event.time).rfc3339) \(event.text)"
        }
        return ["meeting \(meeting)"] + records + timed
    }
}
