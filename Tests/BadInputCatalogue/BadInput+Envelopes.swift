import CommandContract

/// B23 to B26: the CloudEvents envelope, its two modes and the record around it.
extension BadInput {
    private static let wrongVersions = [
        #""0.3""#, #""1.1""#, #""1""#, #""1.0.0""#, #"" 1.0""#, #""""#, "1.0", "true", "null", nil,
    ]

    package static let b23: [BadInput] =
        wrongVersions.map { .attribute("specversion", $0, .invalid("specversion")) }
        + [
            #""meeting.command.cancel.v2""#, #""meeting.command.cancel""#, #""MEETING.COMMAND.CANCEL.V1""#, #""x""#,
            #"" meeting.command.cancel.v1""#,
        ].map { .attribute("type", $0, .refused(.unsupportedType, field: "type")) }
        + [#""""#, "null", nil, "7"].map { .attribute("type", $0, .invalid("type")) }
        + [#""""#, "null", nil, #"" ""#, "{}"].flatMap { json -> [BadInput] in
            [.attribute("id", json, .malformed("id")), .attribute("source", json, .malformed("source"))]
        }
        // No URI reference, but text: nobody has configured such a source, so it may do nothing
        // (docs/contracts/README.md).
        + [#""<tests>""#, #""/tests%""#, #""/tests#a#b""#, #""{x}""#].map {
            .attribute("source", $0, .unauthorized(.sourceUnknown))
        }
        + ["Type", "TYPE", "specVersion", "my-ext", "my_ext", "my.ext", "ext\u{E9}", ""].map {
            .attribute($0, #""x""#, .invalid(FieldName.shown($0)))
        }
        + [
            .attribute("data_base64", #""e30=""#, .invalid("data_base64")),
            .attribute("datacontenttype", #""text/plain""#, .invalid("datacontenttype")),
            .attribute("datacontenttype", #""application/json; charset=utf-16""#, .invalid("datacontenttype")),
            .attribute("Id", #""x""#, .invalid("Id")),
            .binary(
                "ce_datacontenttype in binary mode", [RecordHeader("ce_datacontenttype", "application/json")],
                .invalid("ce_datacontenttype")),
            .binary("upper-case attribute", [RecordHeader("ce_Subject", "x")], .invalid("ce_Subject")),
            .binary("another version", [RecordHeader("ce_specversion", "0.3")], .invalid("ce_specversion")),
            .binary("another type", [RecordHeader("ce_type", "x")], .refused(.unsupportedType, field: "type")),
            .binary("empty id", [RecordHeader("ce_id", "")], .malformed("ce_id")),
        ]

    package static let b24: [BadInput] = [
        .structured("the same id in both modes", [RecordHeader("ce_id", "bad-1")], .accepted),
        .structured("another id in the headers", [RecordHeader("ce_id", "other")], .malformed("ce_id")),
        .structured("another source in the headers", [RecordHeader("ce_source", "/x")], .malformed("ce_source")),
        .structured("another type in the headers", [RecordHeader("ce_type", "x")], .invalid("ce_type")),
        .structured(
            "another version in the headers", [RecordHeader("ce_specversion", "0.3")], .invalid("ce_specversion")),
        BadInput(
            name: "structured without content type", value: CommandText().structured, headers: [],
            answer: .malformed("ce_id")),
        BadInput(
            name: "structured as application/json", value: CommandText().structured,
            headers: [RecordHeader("content-type", "application/json")], answer: .malformed("ce_id")),
        BadInput(
            name: "structured as a batch", value: Array("[\(CommandText().structuredText)]".utf8),
            headers: [RecordHeader("content-type", "application/cloudevents-batch+json")],
            answer: .malformed("content-type")),
        BadInput(
            name: "structured as Avro", value: CommandText().structured,
            headers: [RecordHeader("content-type", "application/cloudevents+avro")], answer: .malformed("content-type")),
        BadInput(
            name: "structured, mixed case", value: CommandText().structured,
            headers: [RecordHeader("Content-Type", "Application/CloudEvents+JSON; charset=UTF-8")], answer: .accepted),
        BadInput(
            name: "structured, twice typed", value: CommandText().structured,
            headers: [CommandText.structuredType, CommandText.structuredType], answer: .malformed("content-type")),
        BadInput(
            name: "data alone as structured", value: CommandText().dataValue, answer: .malformed("source")),
        BadInput(
            name: "binary, a whole event as its data", value: CommandText().structured,
            headers: CommandText().binaryHeaders, answer: .invalid("data.tenant")),
        BadInput(
            name: "binary, text", value: CommandText().dataValue,
            headers: CommandText().binaryHeaders + [RecordHeader("content-type", "text/plain")],
            answer: .invalid("content-type")),
        BadInput(
            name: "binary without value", value: nil, headers: CommandText().binaryHeaders, answer: .skipped),
        BadInput(name: "structured without value", value: nil, answer: .skipped),
        BadInput(name: "nothing at all", key: nil, value: nil, headers: [], answer: .skipped),
        BadInput(
            name: "an empty value is no tombstone", value: [], headers: CommandText().binaryHeaders,
            answer: .invalid("data")),
    ]

    package static let b25: [BadInput] = [
        .binary("overlong UTF-8", [RecordHeader(name: "ce_id", value: [0xC0, 0xA0])], .malformed("ce_id")),
        .binary(
            "overlong UTF-8 elsewhere", [RecordHeader(name: "ce_subject", value: [0xC0, 0xA0])], .invalid("ce_subject")),
        .binary("half a scalar", [RecordHeader(name: "ce_source", value: [0xE2, 0x82])], .malformed("ce_source")),
        .binary("a surrogate", [RecordHeader(name: "ce_time", value: [0xED, 0xA0, 0x80])], .invalid("ce_time")),
        .binary("raw UTF-8 where text is free", [RecordHeader("ce_subject", "caf\u{E9}")], .accepted),
        .binary("raw UTF-8 in the id", [RecordHeader("ce_id", "caf\u{E9}")], .malformed("ce_id")),
        .binary("no value", [RecordHeader(name: "ce_id", value: nil)], .malformed("ce_id")),
        // Kafka's binding carries text as it is: nothing is decoded or unquoted, so nothing can hide.
        .binary("percent encoding is literal", [RecordHeader("ce_id", "%41%C0%A0")], .accepted),
        .binary("quotes are literal", [RecordHeader("ce_id", "\"bad\"")], .accepted),
        .binary(
            "an encoded type is another type", [RecordHeader("ce_type", "meeting%2Ecommand.cancel.v1")],
            .refused(.unsupportedType, field: "type")),
        .binary("two ids", [RecordHeader("ce_id", "a"), RecordHeader("ce_id", "b")], .malformed("ce_id")),
        .binary("the same id twice", [RecordHeader("ce_id", "a"), RecordHeader("ce_id", "a")], .malformed("ce_id")),
        .binary(
            "two sources", [RecordHeader("ce_source", "a"), RecordHeader("ce_source", "b")], .malformed("ce_source")),
        .binary("two types", [RecordHeader("ce_type", "a"), RecordHeader("ce_type", "b")], .invalid("ce_type")),
        .structured(
            "two ids beside a structured event",
            [RecordHeader("ce_id", "bad-1"), RecordHeader("ce_id", "bad-1")], .malformed("ce_id")),
    ]

    package static let b26: [BadInput] =
        [nil, [], [0xFF, 0x00], Array("other/mailbox".utf8), [UInt8](repeating: 0x6B, count: 2000)].flatMap {
            key -> [BadInput] in
            [
                BadInput(
                    name: "key \(key?.count ?? -1)", key: key, value: Array("{".utf8), answer: .malformed("value")),
                BadInput(
                    name: "key \(key?.count ?? -1)", key: key,
                    value: CommandText().settingAttribute("partitionkey", to: #""k""#).structured, answer: .accepted),
            ]
        }
        // Broken at the first byte: had it been read before it was measured, the answer would be malformed.
        + [1_000_000, 900_000].map { size in
            BadInput(
                name: "\(size) bytes", value: [UInt8](repeating: 0x5B, count: size),
                answer: .undecodable(.tooLarge, field: "record"))
        }
        + [
            BadInput(
                name: "a key of 1 MB", key: [UInt8](repeating: 0x6B, count: 1_000_000), value: Array("{".utf8),
                answer: .undecodable(.tooLarge, field: "record")),
            .structured("1,000 headers", (0..<1000).map { RecordHeader("h\($0)", "v") }, .accepted),
            .binary("1,000 attributes", (0..<1000).map { RecordHeader("ce_ext\($0)", "v") }, .accepted),
            .structured(
                "1,000 headers of 200 bytes",
                (0..<1000).map { RecordHeader("h\($0)", String(repeating: "v", count: 200)) },
                .undecodable(.tooLarge, field: "record")),
            BadInput(
                name: "a timestamp before 1970", value: CommandText().structured,
                timestamp: Timestamp(milliseconds: -1000), answer: .unauthorized(.expired)),
            BadInput(
                name: "the earliest timestamp", value: CommandText().structured,
                timestamp: Timestamp(milliseconds: .min), answer: .unauthorized(.expired)),
            BadInput(
                name: "the latest timestamp", value: Array("{".utf8), timestamp: Timestamp(milliseconds: .max),
                answer: .malformed("value")),
            BadInput(name: "no timestamp", value: Array("{".utf8), timestamp: nil, answer: .malformed("value")),
        ]

    /// The sample as a structured event with these headers beside its content type.
    private static func structured(_ name: String, _ headers: [RecordHeader], _ answer: Answer) -> BadInput {
        BadInput(
            name: name, value: CommandText().structured, headers: [CommandText.structuredType] + headers, answer: answer
        )
    }
}
