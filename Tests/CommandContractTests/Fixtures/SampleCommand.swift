import CommandContract

/// A valid command whose members a test replaces, as raw JSON text so that a test can write what no encoder would.
struct SampleCommand {
    static let tenant = "8f5c0d3e-1b2a-4c5d-9e8f-0a1b2c3d4e5f"
    static let eventID = "AAMkAGI1-_cancel="
    static let structuredType = RecordHeader("content-type", "application/cloudevents+json")

    var attributes: [(name: String, json: String)] = [
        ("specversion", #""1.0""#),
        ("id", #""cmd-1""#),
        ("source", #""/scheduling/rooms""#),
        ("type", #""meeting.command.cancel.v1""#),
    ]
    var data: [(name: String, json: String)] = [
        ("tenant", "\"\(SampleCommand.tenant)\""),
        ("target", #"{"user":"ada@contoso.example"}"#),
        ("event", "{\"id\":\"\(SampleCommand.eventID)\"}"),
    ]

    /// Takes back the command that ``init()`` makes.
    static let withdraw = SampleCommand(
        attributes: [
            ("specversion", #""1.0""#), ("id", #""cmd-2""#), ("source", #""/scheduling/rooms""#),
            ("type", #""meeting.command.withdraw.v1""#),
        ],
        data: [
            ("id", #""cmd-1""#), ("tenant", "\"\(SampleCommand.tenant)\""),
            ("target", #"{"user":"ada@contoso.example"}"#),
        ]
    )

    /// The command with one `data` member set (`json`) or taken out (nil).
    func settingData(_ name: String, to json: String?) -> SampleCommand {
        var copy = self
        copy.data = Self.setting(name, to: json, in: data)
        return copy
    }

    /// The command with one context attribute set (`json`) or taken out (nil).
    func settingAttribute(_ name: String, to json: String?) -> SampleCommand {
        var copy = self
        copy.attributes = Self.setting(name, to: json, in: attributes)
        return copy
    }

    var dataText: String { Self.object(data) }
    var structuredText: String { Self.object(attributes + [("data", dataText)]) }

    /// Decodes the command as a structured event.
    func decodeStructured(adding headers: [RecordHeader] = []) -> RecordDecoder.Decoded {
        Self.decode(structuredText, headers: [Self.structuredType] + headers)
    }

    /// The `ce_` headers of the command in binary mode; only string attributes are written.
    var binaryHeaders: [RecordHeader] {
        attributes.map { RecordHeader("ce_" + $0.name, String($0.json.dropFirst().dropLast())) }
    }

    /// Decodes the command as a binary event.
    func decodeBinary(adding headers: [RecordHeader] = []) -> RecordDecoder.Decoded {
        Self.decode(dataText, headers: binaryHeaders + headers)
    }

    static func decode(_ text: String, headers: [RecordHeader]) -> RecordDecoder.Decoded {
        RecordDecoder(maximumBytes: 131_072).decode(key: nil, value: Array(text.utf8), headers: headers)
    }

    private typealias Members = [(name: String, json: String)]

    private static func setting(_ name: String, to json: String?, in members: Members) -> Members {
        guard let json else { return members.filter { $0.name != name } }
        guard let index = members.firstIndex(where: { $0.name == name }) else { return members + [(name, json)] }
        var copy = members
        copy[index].json = json
        return copy
    }

    private static func object(_ members: Members) -> String {
        "{" + members.map { "\"\($0.name)\":\($0.json)" }.joined(separator: ",") + "}"
    }
}
