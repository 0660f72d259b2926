import CommandContract

/// What topics and simulator show of a run, and nothing that the worker says of itself: all that the rules go by.
struct CrashFacts: Sendable {
    var sent: [SentRecord] = []
    /// In the order of each partition of the outcome topic.
    var outcomes: [PublishedOutcome] = []
    /// In order of arrival.
    var requests: [CancelRequest] = []
    var mails: [SentMail] = []
    /// Meetings that are no longer on their organizer's calendar.
    var cancelledMeetings: Set<String> = []
    var ledger: [LedgerFact] = []
    /// Whether the outcomes are what a `read_committed` reader sees. The mock shows open and aborted transactions too, so
    /// that several copies of one outcome prove nothing there.
    var showsOnlyCommitted = false

    /// Of one meeting, in the order they were written in.
    func records(of meeting: String) -> [SentRecord] {
        sent.filter { $0.meeting == meeting }.sorted { $0.position.offset < $1.position.offset }
    }

    var byMeeting: [String: CrashFacts] {
        var facts: [String: CrashFacts] = [:]
        var meetings: [TopicPosition: String] = [:]
        for record in sent {
            guard let meeting = record.meeting else { continue }
            meetings[record.position] = meeting
            facts[meeting, default: empty].sent.append(record)
        }
        for outcome in outcomes {
            guard let meeting = meetings[outcome.record] else { continue }
            facts[meeting, default: empty].outcomes.append(outcome)
        }
        for request in requests { facts[request.meeting, default: empty].requests.append(request) }
        for mail in mails { facts[mail.meeting, default: empty].mails.append(mail) }
        for meeting in cancelledMeetings { facts[meeting, default: empty].cancelledMeetings = [meeting] }
        let identities = sent.reduce(into: [IdentityHash: Set<String>]()) { meetings, record in
            guard let identity = record.identity, let meeting = record.meeting else { return }
            meetings[IdentityHash(identity), default: []].insert(meeting)
        }
        for fact in ledger {
            for meeting in identities[fact.identity] ?? [] { facts[meeting, default: empty].ledger.append(fact) }
        }
        return facts
    }

    private var empty: CrashFacts {
        var facts = CrashFacts()
        facts.showsOnlyCommitted = showsOnlyCommitted
        return facts
    }
}
