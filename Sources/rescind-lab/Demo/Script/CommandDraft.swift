import CommandContract
import MeetingCancellation

/// A command under construction; the demo's cases differ from it in one thing each.
struct CommandDraft {
    var id: String
    var source = LabStack.source
    var tenant: String
    var user: String
    var event: String
    /// Instead of `user`, which is still whose partition it is sent to.
    var target: JSONObject?
    var type = CancelCommand.type
    var extra: [(String, JSONValue?)] = []
    /// Takes the command of this id back, instead of cancelling `event`.
    var withdrawn: String?

    var key: [UInt8] { RoutingKey(tenantID: tenant, mailbox: user).bytes }

    var data: JSONValue {
        let subject: (String, JSONValue?) =
            withdrawn.map { ("id", .string($0)) } ?? ("event", .object(JSONObject([("id", .string(event))])))
        return .object(
            JSONObject(
                [
                    ("tenant", .string(tenant)),
                    ("target", .object(target ?? JSONObject([("user", .string(user))]))),
                    subject,
                ] + extra
            )
        )
    }

    var structured: [UInt8] {
        JSONWriter.write(
            .object(
                JSONObject([
                    ("specversion", .string("1.0")), ("id", .string(id)), ("source", .string(source)),
                    ("type", .string(type)), ("datacontenttype", .string("application/json")), ("data", data),
                ])
            )
        )
    }

    static let structuredHeaders = [RecordHeader("content-type", "application/cloudevents+json")]

    var binaryHeaders: [RecordHeader] {
        [
            RecordHeader("ce_specversion", "1.0"), RecordHeader("ce_id", id), RecordHeader("ce_source", source),
            RecordHeader("ce_type", type), RecordHeader("content-type", "application/json"),
        ]
    }
}
