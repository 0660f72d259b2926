import CommandContract

/// B1 to B6: the value as a document.
extension BadInput {
    /// As the whole value, as a member of the event, and as the data of a binary event.
    package static let b1: [BadInput] = JSONMustRefuse.all.flatMap { text in
        [
            .text(text, .malformed("value")),
            .text(
                "{\"specversion\":\"1.0\",\"x\":\(text),\"id\":\"bad-1\",\"source\":\"/tests\"}", .malformed("value")),
            BadInput(
                name: text, value: Array(text.utf8), headers: CommandText().binaryHeaders, answer: .invalid("data")),
        ]
    }

    /// Sound JSON, and no command: as the data of a binary event it is refused by its fields, never as JSON.
    package static let b2: [BadInput] = JSONMustAccept.all.map { text in
        let isObject = text.drop { " \n\t\r".contains($0) }.first == "{"
        return BadInput(
            name: text, value: Array(text.utf8), headers: CommandText().binaryHeaders,
            answer: .invalid(isObject ? "data.tenant" : "data")
        )
    }

    /// What RFC 8259 leaves to the implementation, and the bytes that are no text at all.
    package static let b3: [BadInput] = refusedBytes.map { bytes in
        BadInput(name: "\(bytes.prefix(12))", value: bytes, answer: .malformed("value"))
    }

    private static let utf16: [[UInt8]] = [
        [0xFF, 0xFE, 0x5B, 0, 0x5D, 0], [0xFE, 0xFF, 0, 0x5B, 0, 0x5D], [0x5B, 0, 0x5D, 0], [0, 0x5B, 0, 0x5D],
        [0xFF, 0xFE, 0, 0, 0x5B, 0, 0, 0], [0, 0, 0, 0x5B], [0xFF, 0xFE], [0xFE, 0xFF],
    ]
    private static let marks: [[UInt8]] = [
        [0xEF, 0xBB, 0xBF], [0xEF, 0xBB, 0xBF, 0x7B, 0x7D], [0xEF, 0xBB], [0x5B, 0xEF, 0xBB, 0xBF, 0x5D],
    ]
    private static let notUTF8: [[UInt8]] = [
        [0xFF], [0xE9], [0x80], [0xC0, 0x80], [0xC0, 0xAF], [0xC1, 0xBF], [0xE0, 0x80, 0xAF], [0xE0, 0xFF],
        [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80], [0xF0, 0x80, 0x80, 0xAF],
        [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFC, 0x83, 0xBF, 0xBF],
        [0xC3], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xE6, 0x97, 0xA5, 0xD1, 0x88, 0xFA], [0x81],
    ].map { [0x5B, 0x22] + $0 + [0x22, 0x5D] }
    private static let surrogates: [[UInt8]] = [
        #"["\uD800"]"#, #"["\uDC00"]"#, #"["\uDADA"]"#, #"["\uD888\u1234"]"#, #"["\uD800\n"]"#, #"["\uDd1ea"]"#,
        #"["\uD800\uD800\n"]"#, #"["\ud800abc"]"#, #"["\uDd1e\uD834"]"#, #"["\uDFAA"]"#, #"{"\uDFAA":0}"#,
    ].map { Array($0.utf8) }
    package static let refusedBytes = utf16 + marks + notUTF8 + surrogates

    /// Numbers no machine holds: sound JSON, kept as spelled, and no value of any field.
    package static let hugeNumbers = [
        "0.4e00669999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999",
        "1e9999", "-1e+9999", "1.5e+9999", "-123123e100000", "123e-10000000", "1e400", "100000000000000000000",
        "-123123123123123123123123123123", "123123e100000", "-237462374673276894279832749832423479823246327846",
    ]

    package static let b4: [BadInput] =
        [
            #"{"a":1,"a":1}"#, #"{"a":1,"a":2}"#, #"{"id":"x","\u0069d":"y"}"#, #"{"id":"x","i\u0064":"x"}"#,
            "{\"\u{E9}\":1,\"e\u{301}\":2}", "{\"e\u{301}\":1,\"\\u00e9\":2}", #"{"":1,"":1}"#, #"{"a":{"b":1,"b":2}}"#,
            #"[{"a":1},{"b":1,"c":2,"b":3}]"#, "{\"\u{1100}\u{1161}\":1,\"\u{AC00}\":2}",
        ].map { .text($0, .malformed("value")) }
        + ["id", "source", "type", "specversion", "data"].map { name in
            let value = name == "data" ? CommandText().dataText : "\"other\""
            return .text(
                CommandText().structuredText.dropLast() + ",\"\(name)\":\(value)}", .malformed("value"))
        }
        + ["target", "event", "tenant"].map { name in
            let data = CommandText().dataText
            return BadInput(
                name: "data.\(name) twice", value: Array((data.dropLast() + ",\"\(name)\":{}}").utf8),
                headers: CommandText().binaryHeaders, answer: .invalid("data")
            )
        }

    package static let b5: [BadInput] =
        [33, 34, 64, 1000, 25_000].flatMap { depth -> [BadInput] in
            ["[", "{\"\":", "[{\"\":"].map { opening in
                .text(String(repeating: opening, count: depth), .malformed("value"))
            } + [
                .attribute("x", nested(depth), .malformed("value"))
            ]
        } + [
            .text(String(repeating: "[", count: 100_000), .malformed("value")),
            .text(String(repeating: "[{\"\":", count: 50_000), .undecodable(.tooLarge, field: "record")),
            // The event itself is one level.
            .attribute("x", nested(31), .invalid("x")), .attribute("x", nested(32), .malformed("value")),
        ]

    private static func nested(_ depth: Int) -> String {
        String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }

    package static let b6: [BadInput] = [
        .text("", .malformed("value")), .text(" ", .malformed("value")), .text("\n", .malformed("value")),
        .sized(64 * 1024, .unauthorized(.commentTooLong)), .sized(128 * 1024, .unauthorized(.commentTooLong)),
        .sized(128 * 1024 + 1, .undecodable(.tooLarge, field: "record")),
        .sized(192 * 1024, .undecodable(.tooLarge, field: "record")),
        .sized(256 * 1024, .undecodable(.tooLarge, field: "record")),
        BadInput(
            name: "no value, headers alone", value: [], headers: CommandText().binaryHeaders, answer: .invalid("data")),
        BadInput(
            name: "a header of 80 KB", value: CommandText().structured,
            headers: [CommandText.structuredType, RecordHeader("x", String(repeating: "y", count: 80_000))],
            answer: .accepted),
        BadInput(
            name: "100,000 headers", value: CommandText().structured,
            headers: [CommandText.structuredType] + (0..<100_000).map { RecordHeader("h\($0)", "") },
            answer: .undecodable(.tooLarge, field: "record")),
    ]

    /// A command of exactly this size, its bulk in the comment.
    private static func sized(_ bytes: Int, _ answer: Answer) -> BadInput {
        var input = BadInput.field("comment", "\"\"", answer)
        let missing = bytes - RecordSize.of(key: input.key, value: input.value, headers: input.headers)
        input.value =
            CommandText().settingData("comment", to: "\"\(String(repeating: "x", count: missing))\"").structured
        return BadInput(
            name: "\(bytes) bytes", key: input.key, value: input.value, headers: input.headers, answer: answer)
    }
}
