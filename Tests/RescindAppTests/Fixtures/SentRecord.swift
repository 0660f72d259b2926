import CommandContract
import GraphSimulator
import KafkaClient
import MeetingCancellation

/// A record for the command topic, right unless the test makes it wrong.
struct SentRecord: Sendable {
    var key: [UInt8]?
    var value: [UInt8]?
    var headers: [RecordHeader]

    static let structured = [RecordHeader("content-type", "application/cloudevents+json; charset=UTF-8")]

    func outgoing(to topic: String) -> OutgoingRecord {
        OutgoingRecord(
            topic: topic, partition: OutgoingRecord.partitionByKey, key: key, value: value,
            headers: headers.map { KafkaHeader(name: $0.name, value: $0.value) }
        )
    }

    /// A cancel command in structured mode.
    static func cancel(
        _ event: String, id: String, user: String = LabWorld.global.mailboxes[0].objectID,
        tenant: LabTenant = LabWorld.global, more: [(String, JSONValue?)] = []
    ) -> SentRecord {
        let event = envelope(id) + [("data", data(event, user: user, tenant: tenant, more: more))]
        return SentRecord(
            key: RoutingKey(tenantID: tenant.id, mailbox: user).bytes,
            value: JSONWriter.write(.object(JSONObject(event))), headers: structured
        )
    }

    /// The same in binary mode.
    static func binary(
        _ event: String, id: String, user: String = LabWorld.global.mailboxes[0].objectID,
        tenant: LabTenant = LabWorld.global
    ) -> SentRecord {
        SentRecord(
            key: RoutingKey(tenantID: tenant.id, mailbox: user).bytes,
            value: JSONWriter.write(data(event, user: user, tenant: tenant)),
            headers: [
                RecordHeader("ce_specversion", "1.0"), RecordHeader("ce_id", id),
                RecordHeader("ce_source", Laboratory.source), RecordHeader("ce_type", CancelCommand.type),
                RecordHeader("content-type", "application/json"), RecordHeader("ce_correlationid", "corr-\(id)"),
            ]
        )
    }

    static func envelope(_ id: String) -> [(String, JSONValue?)] {
        [
            ("specversion", .string("1.0")), ("id", .string(id)), ("source", .string(Laboratory.source)),
            ("type", .string(CancelCommand.type)), ("datacontenttype", .string("application/json")),
        ]
    }

    static func data(
        _ event: String, user: String, tenant: LabTenant = LabWorld.global, more: [(String, JSONValue?)] = []
    ) -> JSONValue {
        .object(
            JSONObject(
                [
                    ("tenant", .string(tenant.id)), ("target", .object(JSONObject([("user", .string(user))]))),
                    ("event", .object(JSONObject([("id", .string(event))]))),
                ] + more
            )
        )
    }
}
