extension OutcomeEvent {
    /// The Kafka record of this outcome, structured mode (CloudEvents Kafka binding §3.3).
    /// - Parameter key: the routing key of the command, or the command record's own one when none could be computed.
    package func record(key: [UInt8]?) -> ContractRecord {
        ContractRecord(
            key: key,
            value: JSONWriter.write(.object(json)),
            headers: [RecordHeader("content-type", "application/cloudevents+json; charset=UTF-8")]
        )
    }

    package var json: JSONObject {
        JSONObject([
            ("specversion", .string("1.0")),
            ("id", .string(id)),
            ("source", .string(source)),
            ("type", .string(reason.status.eventType)),
            ("subject", envelope.map { .string($0.identity.id) }),
            ("time", .string(timing.settled.rfc3339)),
            ("datacontenttype", .string("application/json")),
            ("dataschema", .string(Self.schema)),
            ("correlationid", envelope?.correlationID.map { .string($0) }),
            ("causationid", envelope.map { .string($0.identity.id) }),
            (ReplayOrigin.idAttribute, envelope?.replay.map { .string($0.id) }),
            ("traceparent", envelope?.traceparent.map { .string($0) }),
            ("tracestate", envelope?.tracestate.map { .string($0) }),
            ("data", .object(data)),
        ])
    }

    private var data: JSONObject {
        JSONObject([
            ("command", envelope.map { .object(Self.command($0.identity)) }),
            ("primary", .bool(isPrimary)),
            ("reason", .string(reason.rawValue)),
            ("message", .string(message)),
            ("resend", .string(reason.status.resend)),
            ("evidence", evidence.map { .string($0.rawValue) }),
            ("cancelledBy", cancelledBy.map { .object(Self.command($0)) }),
            ("meeting", meeting.map { .object(Self.meeting($0)) }),
            ("attempts", .integer(attempts)),
            ("graph", graph.map { .object(Self.graph($0)) }),
            ("timing", .object(timingMembers)),
            ("position", .object(positionMembers)),
        ])
    }

    private static func command(_ identity: CommandIdentity) -> JSONObject {
        JSONObject([("source", .string(identity.source)), ("id", .string(identity.id))])
    }

    private static func meeting(_ facts: MeetingFacts) -> JSONObject {
        JSONObject([
            ("cloud", .string(facts.cloud)),
            ("tenant", .string(facts.tenant)),
            ("mailbox", .string(facts.mailbox)),
            ("eventId", .string(facts.eventID)),
            ("iCalUId", facts.iCalUId.map { .string($0) }),
            ("type", facts.type.map { .string($0) }),
            ("start", facts.start.map { .string($0.rfc3339) }),
        ])
    }

    private static func graph(_ trace: GraphTrace) -> JSONObject {
        JSONObject([
            ("status", trace.status.map { .integer($0) }),
            ("code", trace.code.map { .string($0) }),
            ("requestId", trace.requestID.map { .string($0) }),
            ("clientRequestId", trace.clientRequestID.map { .string($0) }),
            ("date", trace.date.map { .string($0) }),
        ])
    }

    private var timingMembers: JSONObject {
        JSONObject([
            ("recorded", position.timestamp.map { .string($0.rfc3339) }),
            ("consumed", .string(timing.consumed.rfc3339)),
            ("settled", .string(timing.settled.rfc3339)),
        ])
    }

    private var positionMembers: JSONObject {
        JSONObject([
            ("topic", .string(position.topic)),
            ("partition", .integer(position.partition)),
            ("offset", .integer(position.offset)),
        ])
    }
}
