package import CommandContract

/// A valid command as JSON text, in which a test writes what no encoder would.
package struct CommandText: Sendable {
    package static let tenant = "8f5c0d3e-1b2a-4c5d-9e8f-0a1b2c3d4e5f"
    package static let otherTenant = "8f5c0d3e-1b2a-4c5d-9e8f-0a1b2c3d4e60"
    package static let goodEvent = "AAMkGood="
    package static let structuredType = RecordHeader("content-type", "application/cloudevents+json")
    package static let recorded = Timestamp(milliseconds: 1_795_339_800_000)

    private(set) var attributes: [(name: String, json: String)] = [
        ("specversion", #""1.0""#), ("id", #""bad-1""#), ("source", #""/tests""#),
        ("type", #""meeting.command.cancel.v1""#),
    ]
    private var data: [(name: String, json: String)] = [
        ("tenant", #""contoso.example""#), ("target", #"{"user":"ada@contoso.example"}"#),
        ("event", #"{"id":"AAMkBad="}"#),
    ]

    package init() {}

    package func settingAttribute(_ name: String, to json: String?) -> CommandText {
        var copy = self
        copy.attributes = Self.setting(name, to: json, in: attributes)
        return copy
    }

    package func settingData(_ name: String, to json: String?) -> CommandText {
        var copy = self
        copy.data = Self.setting(name, to: json, in: data)
        return copy
    }

    package var dataText: String { Self.object(data) }
    package var dataValue: [UInt8] { Array(dataText.utf8) }
    package var structuredText: String { Self.object(attributes + [("data", dataText)]) }
    package var structured: [UInt8] { Array(structuredText.utf8) }
    package var binaryHeaders: [RecordHeader] {
        attributes.map { RecordHeader("ce_" + $0.name, String($0.json.dropFirst().dropLast())) }
    }

    /// `text` as a JSON string.
    package static func string(_ text: String) -> String {
        String(decoding: JSONWriter.write(.string(text)), as: UTF8.self)
    }

    private static func setting(
        _ name: String, to json: String?, in members: [(name: String, json: String)]
    ) -> [(name: String, json: String)] {
        members.filter { $0.name != name } + (json.map { [(name, $0)] } ?? [])
    }

    private static func object(_ members: [(name: String, json: String)]) -> String {
        "{" + members.map { "\"\($0.name)\":\($0.json)" }.joined(separator: ",") + "}"
    }
}
