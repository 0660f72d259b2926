import CommandContract
import GraphSimulator
import MeetingCancellation
import Testing

/// A record nobody may act on, and what its sender must be told.
struct BadRecord: Sendable {
    let name: String
    let record: SentRecord
    let reason: OutcomeReason
    /// The outcome's message names this field or rule.
    let named: String

    private static let user = LabWorld.global.mailboxes[0].objectID
    private static let event = LabWorld.global.eventID(.review)

    /// - Parameter size: the worker's limit for a record.
    static func all(size: Int) -> [BadRecord] {
        broken + attributes
            + fields.enumerated().map { number, field in
                BadRecord(
                    name: field.name,
                    record: .cancel(event, id: "bad-field-\(number)", more: [(field.name, field.value)]),
                    reason: .fieldInvalid, named: field.named
                )
            } + ids + [sized(size + 1, size), sized(size + 70_000, size)]
    }

    // MARK: Nobody can be told which command it was

    private static let text = String(decoding: SentRecord.cancel(event, id: "bad").value ?? [], as: UTF8.self)

    private static func undecodable(_ name: String, _ value: [UInt8], named: String = "value") -> BadRecord {
        BadRecord(
            name: name, record: SentRecord(key: Array(name.utf8), value: value, headers: SentRecord.structured),
            reason: .malformed, named: named
        )
    }

    private static let broken: [BadRecord] = [
        undecodable("not UTF-8", Array(text.utf8.dropLast(2)) + [0xFF, 0xFE] + Array("}}".utf8)),
        undecodable("not JSON", Array("cancel my meeting".utf8)),
        undecodable("empty", []),
        undecodable("an array", Array("[1]".utf8)),
        undecodable(
            "duplicate keys", Array(text.replacing("{\"specversion\"", with: "{\"id\":\"x\",\"specversion\"").utf8)),
        undecodable("trailing comma", Array((text.dropLast() + ",}").utf8)),
        undecodable("byte order mark", [0xEF, 0xBB, 0xBF] + Array(text.utf8)),
        undecodable("two documents", Array((text + text).utf8)),
        undecodable(
            "depth 33",
            Array(
                (text.dropLast() + ",\"x\":" + String(repeating: "[", count: 32)
                    + String(repeating: "]", count: 32) + "}").utf8)),
        undecodable("no id", Array(text.replacing("\"id\":\"bad\",", with: "").utf8), named: "id"),
        undecodable(
            "no source", Array(text.replacing("\"source\":\"\(Laboratory.source)\",", with: "").utf8), named: "source"),
        undecodable(
            "an id that is a number", Array(text.replacing("\"id\":\"bad\"", with: "\"id\":7").utf8), named: "id"),
        BadRecord(
            name: "null key and no headers", record: SentRecord(key: nil, value: Array(text.utf8), headers: []),
            reason: .malformed, named: "ce_id"),
    ]

    // MARK: The command can be named

    private static func attribute(
        _ name: String, _ old: String, _ new: String, _ reason: OutcomeReason, _ named: String
    )
        -> BadRecord
    {
        BadRecord(
            name: name,
            record: SentRecord(
                key: Array(name.utf8),
                // An id of its own: the second of two that bear one is a conflict.
                value: Array(
                    text.replacing(old, with: new)
                        .replacing("\"id\":\"bad\"", with: "\"id\":\"\(name.replacing(" ", with: "-"))\"").utf8),
                headers: SentRecord.structured
            ), reason: reason, named: named
        )
    }

    private static let attributes: [BadRecord] = [
        attribute("another type", CancelCommand.type, "meeting.command.move.v1", .unsupportedType, "type"),
        attribute("specversion 0.3", "\"1.0\"", "\"0.3\"", .fieldInvalid, "specversion"),
        attribute("specversion as number", "\"1.0\"", "1.0", .fieldInvalid, "specversion"),
        attribute("data as text", "\"data\":{", "\"data\":\"{", .malformed, "value"),
        attribute("another content type", "application/json", "text/plain", .fieldInvalid, "datacontenttype"),
        attribute("no data", "\"data\"", "\"dataa\"", .fieldInvalid, "dataa"),
        attribute("no tenant", "\"tenant\"", "\"tenannt\"", .fieldInvalid, "data.tenant"),
        attribute(
            "target as text", "\"target\":{\"user\":\"\(user)\"}", "\"target\":\"\(user)\"", .fieldInvalid,
            "data.target"),
        attribute("no event", ",\"event\":{\"id\":\"\(event)\"}", "", .fieldInvalid, "data.event"),
    ]

    private static let fields: [(name: String, value: JSONValue, named: String)] = [
        ("coment", .string("x"), "data.coment"), ("comment", .number("1"), "data.comment"),
        ("comment", .string("bell\u{7}"), "data.comment"), ("dryRun", .string("true"), "data.dryRun"),
        ("allowStarted", .null, "data.allowStarted"), ("extent", .string("all"), "data.extent"),
        ("notAfter", .string("2026-02-30T00:00:00Z"), "data.notAfter"),
        ("expectedStart", .string("2026-11-22"), "data.expectedStart"), ("as", .array([]), "data.as"),
        ("calendar", .string("mine"), "data.calendar"), ("cloud", .string(""), "data.cloud"),
    ]

    private static let ids: [BadRecord] = [
        "a/b", "..", ".", "a%2Fb", "a?b", "a#b", "a\u{0}b", "a\nb", "a b", "", "é", "a\\b",
        String(repeating: "a", count: 1025),
    ].enumerated().map { number, id in
        BadRecord(
            name: "event id \(id.prefix(8))", record: .cancel(id, id: "bad-id-\(number)"), reason: .fieldInvalid,
            named: "data.event.id"
        )
    }

    private static func sized(_ bytes: Int, _ limit: Int) -> BadRecord {
        var record = SentRecord.cancel(event, id: "bad-size", more: [("comment", .string(""))])
        let overhead =
            (record.key?.count ?? 0) + (record.value?.count ?? 0)
            + record.headers.reduce(0) { $0 + $1.name.utf8.count + ($1.value?.count ?? 0) }
        let comment = String(repeating: "x", count: bytes - overhead)
        record = .cancel(event, id: "bad-size", more: [("comment", .string(comment))])
        return BadRecord(name: "\(bytes) bytes", record: record, reason: .tooLarge, named: "\(limit)")
    }
}
