import CommandContract
import Testing

@Suite("meeting.command.withdraw.v1.schema.json says what the decoder does")
struct WithdrawSchemaTests {
    private let schema: JSONValue
    private let cancel: JSONValue

    init() throws {
        schema = try ContractDocuments.json("meeting.command.withdraw.v1.schema.json")
        cancel = try ContractDocuments.json("meeting.command.cancel.v1.schema.json")
    }

    @Test("its type is the code's, its fields are the decoder's, and all are required")
    func fields() throws {
        #expect(schema["$defs", "event", "properties", "type", "const"]?.text == WithdrawCommand.type)
        let names = try #require(schema["$defs", "data", "properties"]).memberNames
        #expect(Set(names) == Set(SampleCommand.withdraw.data.map(\.name)))
        #expect(Set(schema["$defs", "data", "required"]?.elements.compactMap(\.text) ?? []) == Set(names))
        #expect(schema["$defs", "data", "additionalProperties"] == .bool(false))
    }

    /// The cancel's schema is held to the decoder, which reads these of both commands by the same rules.
    @Test("what it shares with the cancel has the cancel's patterns")
    func sharedPatterns() throws {
        for name in ["guid", "domain", "userPrincipalName", "name", "time"] {
            #expect(try #require(schema["$defs"]?[name]) == cancel["$defs"]?[name], "\(name)")
        }
        let choices = try #require(schema["$defs", "data", "properties", "tenant", "anyOf"])
        #expect(choices == cancel["$defs", "data", "properties", "tenant", "anyOf"])
        for name in ["user", "group", "me"] {
            for keyword in ["anyOf", "$ref"] {
                let path = ["$defs", "data", "properties", "target", "properties", name, keyword]
                #expect(value(path, in: schema) == value(path, in: cancel), "\(name)")
            }
        }
        let pattern = cancel["$defs", "event", "properties", "id", "pattern"]
        #expect(schema["$defs", "event", "properties", "id", "pattern"] == pattern)
        #expect(schema["$defs", "data", "properties", "id", "pattern"] == pattern)
    }

    private func value(_ path: [String], in schema: JSONValue) -> JSONValue? {
        path.reduce(Optional(schema)) { $0?[$1] }
    }
}
