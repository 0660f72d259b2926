import CommandContract

@testable import rescind_lab

/// Runs as topics and simulator would show them. Times are small numbers of milliseconds.
extension CrashFacts {
    /// A command that cancelled its meeting: request at 100, outcome at 200.
    static func clean() throws -> CrashFacts {
        var facts = CrashFacts()
        try facts.write("first", at: 0)
        facts.request(at: 100)
        facts.answer(0, "cancelled", at: 200)
        return facts
    }

    mutating func write(_ id: String?, at offset: Int64, _ kind: CrashKind = .plain, meeting: String? = "m") throws {
        sent.append(
            SentRecord(
                position: TopicPosition(partition: 0, offset: offset), kind: kind,
                identity: try id.map { try CommandIdentity(source: "/lab", id: $0) }, meeting: meeting
            )
        )
    }

    /// With its effect: the meeting is gone and two people have mail.
    mutating func request(
        at time: Int64, _ clientRequestID: String = "a", acted: Bool = true, status: Int = 202, meeting: String = "m"
    ) {
        requests.append(
            CancelRequest(meeting: meeting, time: time, clientRequestID: clientRequestID, acted: acted, status: status)
        )
        guard acted else { return }
        cancelledMeetings.insert(meeting)
        mails += ["ada", "bruno"].map { SentMail(meeting: meeting, to: $0, time: time) }
    }

    /// - Parameter record: offset of the command record.
    mutating func answer(
        _ record: Int64, _ status: String, _ reason: String? = nil, at time: Int64, id: String? = nil,
        place: Int64? = nil, primary: Bool? = nil
    ) {
        outcomes.append(
            PublishedOutcome(
                place: TopicPosition(partition: 0, offset: place ?? Int64(outcomes.count)),
                id: id ?? "outcome of \(record)", record: TopicPosition(partition: 0, offset: record), status: status,
                reason: reason ?? status, primary: primary,
                identity: sent.first { $0.position.offset == record }?.identity, settledAt: time
            )
        )
    }

    mutating func ledger(_ id: String, _ state: LedgerFact.State, at time: Int64, attempt: Int? = nil) throws {
        let place = TopicPosition(partition: 0, offset: Int64(ledger.count))
        ledger.append(
            LedgerFact(
                identity: IdentityHash(try CommandIdentity(source: "/lab", id: id)), state: state, place: place,
                time: time,
                attempt: attempt
            )
        )
    }
}
