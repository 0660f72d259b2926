import CommandContract
import Testing

@Suite("meeting.command.cancel.v1.schema.json says what the decoder does")
struct CommandSchemaTests {
    private let schema: JSONValue

    init() throws { schema = try ContractDocuments.json("meeting.command.cancel.v1.schema.json") }

    @Test("its fields are the decoder's fields")
    func fields() throws {
        let data = try #require(schema["$defs", "data", "properties"])
        for name in data.memberNames {
            let decoded = SampleCommand().settingData(name, to: "7").decodeStructured()
            #expect(decoded.rule?.contains("is not a field") == false, "\(name)")
        }
        let examples = FieldExamples.all.compactMap { $0.path.split(separator: ".").first.map(String.init) }
        #expect(Set(data.memberNames) == Set(examples + ["allowStarted", "dryRun"]))
    }

    @Test("its required fields are the decoder's")
    func requiredFields() throws {
        let names = try #require(schema["$defs", "data", "required"]).elements.compactMap(\.text)
        for name in try #require(schema["$defs", "data", "properties"]).memberNames {
            let isRequired = SampleCommand().settingData(name, to: nil).decodeStructured().verdict != .command
            #expect(names.contains(name) == isRequired, "\(name)")
        }
    }

    @Test("its patterns accept and refuse what the decoder does", arguments: FieldExamples.all)
    func patterns(examples: FieldExamples) throws {
        let field = try #require(property(examples.path))
        for text in examples.accepted {
            #expect(try accepts(text, field), "\(examples.path): \(text)")
        }
        for text in examples.refused where !FieldExamples.impossibleDays.contains(text) {
            #expect(try !accepts(text, field), "\(examples.path): \(text)")
        }
    }

    @Test("its identity patterns are the identity's rule")
    func identity() throws {
        let id = try #require(schema["$defs", "event", "properties", "id"])
        let source = try #require(schema["$defs", "event", "properties", "source"])
        for text in [
            "a", "!~", String(repeating: "x", count: 200), "", "a b", "\u{E9}", "\u{7F}",
            String(repeating: "x", count: 201),
        ] {
            #expect(try accepts(text, id) == ((try? CommandIdentity(source: "s", id: text)) != nil))
        }
        for text in [String(repeating: "x", count: 500), String(repeating: "x", count: 501), "", "a\n"] {
            #expect(try accepts(text, source) == ((try? CommandIdentity(source: text, id: "i")) != nil))
        }
    }

    private func property(_ path: String) -> JSONValue? {
        let data = schema["$defs", "data", "properties"]
        let parts = path.split(separator: ".").map(String.init)
        guard parts.count == 2 else { return data?[path] }
        if parts[0] == "calendar" { return data?["calendar", "anyOf"]?.elements.last?["properties", parts[1]] }
        return data?[parts[0], "properties", parts[1]]
    }

    /// JSON Schema's verdict on a string, for the few keywords these fields use.
    private func accepts(_ text: String, _ field: JSONValue) throws -> Bool {
        if let reference = field["$ref"]?.text {
            let name = try #require(reference.split(separator: "/").last)
            return try accepts(text, #require(schema["$defs"]?[String(name)]))
        }
        if let choices = field["anyOf"]?.elements { return try choices.contains { try accepts(text, $0) } }
        if let values = field["enum"]?.elements { return values.contains(.string(text)) }
        if case .number(let limit)? = field["maxLength"], text.unicodeScalars.count > Int(limit) ?? 0 { return false }
        let pattern = try Regex(#require(field["pattern"]?.text)).matchingSemantics(.unicodeScalar)
        return try pattern.wholeMatch(in: text) != nil
    }
}
