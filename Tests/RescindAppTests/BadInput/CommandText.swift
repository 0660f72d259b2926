import CommandContract

/// A valid command as JSON text, in which a test writes what no encoder would.
struct CommandText: Sendable {
    static let tenant = "8f5c0d3e-1b2a-4c5d-9e8f-0a1b2c3d4e5f"
    static let otherTenant = "8f5c0d3e-1b2a-4c5d-9e8f-0a1b2c3d4e60"
    static let goodEvent = "AAMkGood="
    static let structuredType = RecordHeader("content-type", "application/cloudevents+json")
    static let recorded = Timestamp(milliseconds: 1_795_339_800_000)

    private(set) var attributes: [(name: String, json: String)] = [
        ("specversion", #""1.0""#), ("id", #""bad-1""#), ("source", #""/tests""#),
        ("type", #""meeting.command.cancel.v1""#),
    ]
    private var data: [(name: String, json: String)] = [
        ("tenant", #""contoso.example""#), ("target", #"{"user":"ada@contoso.example"}"#),
        ("event", #"{"id":"AAMkBad="}"#),
    ]

    func settingAttribute(_ name: String, to json: String?) -> CommandText {
        var copy = self
        copy.attributes = Self.setting(name, to: json, in: attributes)
        return copy
    }

    func settingData(_ name: String, to json: String?) -> CommandText {
        var copy = self
        copy.data = Self.setting(name, to: json, in: data)
        return copy
    }

    var dataText: String { Self.object(data) }
    var dataValue: [UInt8] { Array(dataText.utf8) }
    var structuredText: String { Self.object(attributes + [("data", dataText)]) }
    var structured: [UInt8] { Array(structuredText.utf8) }
    var binaryHeaders: [RecordHeader] {
        attributes.map { RecordHeader("ce_" + $0.name, String($0.json.dropFirst().dropLast())) }
    }

    /// `text` as a JSON string.
    static func string(_ text: String) -> String { String(decoding: JSONWriter.write(.string(text)), as: UTF8.self) }

    private static func setting(
        _ name: String, to json: String?, in members: [(name: String, json: String)]
    ) -> [(name: String, json: String)] {
        members.filter { $0.name != name } + (json.map { [(name, $0)] } ?? [])
    }

    private static func object(_ members: [(name: String, json: String)]) -> String {
        "{" + members.map { "\"\($0.name)\":\($0.json)" }.joined(separator: ",") + "}"
    }
}
