import CommandContract

/// A dead letter as the worker writes it, made without one.
struct PlantedLetter: Sendable {
    var reason = OutcomeReason.answerLost
    var id = "cmd-1"
    var source = Laboratory.source
    var tenant = "10000000-0000-4000-8000-000000000001"
    var code: String? = "UnknownError"
    var attempts = 1
    /// Of the chain before it; nil for a first command.
    var replayOf: String?
    var notAfter: String?
    var user = "a1000000-0000-4000-8000-000000000001"
    var event = "AAMkGone="
    /// Stands for the record instead of a command.
    var value: [UInt8]?
    /// Of the record the outcome speaks of: names the letter.
    var offset: Int64 = 0
    var maximumBytes = 200_000
    /// Signs the record for its source.
    var keyring = WebhookKeyring.empty
    /// Further headers of the record.
    var more: [RecordHeader] = []

    var signature: [RecordHeader] {
        keyring.signatureHeaders(of: source, id: "m", time: 1_700_000_000, value: value ?? command)
    }

    var record: ContractRecord {
        get throws {
            var envelope = CommandEnvelope(
                identity: try CommandIdentity(source: source, id: id), type: CancelCommand.type)
            envelope.replay = replayOf.map { ReplayOrigin(id: $0, attempts: attempts) }
            var outcome = OutcomeEvent(
                source: "/rescind/test",
                position: RecordPosition(
                    topic: Laboratory.commands, partition: 0, offset: offset, timestamp: Timestamp(milliseconds: 1)),
                envelope: envelope, reason: reason, message: reason.explanation.meaning,
                timing: OutcomeTiming(consumed: Timestamp(milliseconds: 1), settled: Timestamp(milliseconds: 2))
            )
            outcome.attempts = attempts
            if reason == .answerLost {
                outcome.meeting = MeetingFacts(cloud: "global", tenant: tenant, mailbox: user, eventID: event)
            }
            return DeadLetter(
                position: outcome.position, key: nil, value: value ?? command,
                headers: SentRecord.structured + signature + more,
                outcome: outcome, detail: code
            ).record(maximumBytes: maximumBytes)
        }
    }

    private var command: [UInt8] {
        let data = JSONObject([
            ("tenant", .string(tenant)), ("target", .object(JSONObject([("user", .string(user))]))),
            ("event", .object(JSONObject([("id", .string(event))]))), ("notAfter", notAfter.map { .string($0) }),
        ])
        let event = JSONObject([
            ("specversion", .string("1.0")), ("id", .string(id)), ("source", .string(source)),
            ("type", .string(CancelCommand.type)), ("replayof", replayOf.map { .string($0) }),
            ("replayattempts", replayOf.map { _ in .integer(1) }), ("data", .object(data)),
        ])
        return JSONWriter.write(.object(event))
    }
}

extension DeadLetterMark {
    /// Behind a planted letter.
    init(_ kind: Kind, of letter: PlantedLetter) throws {
        let headers = try letter.record.headers
        self.init(kind, outcomeID: DeadLetterHeader.text(DeadLetterHeader.outcomeID, in: headers) ?? "")
    }
}
