import CommandContract
import Testing

@Suite("meeting.outcome.v1.schema.json names everything the code produces")
struct OutcomeSchemaTests {
    private let schema: JSONValue

    init() throws { schema = try ContractDocuments.json("meeting.outcome.v1.schema.json") }

    private func knownValues(_ definition: String, _ property: String) -> [String] {
        schema["$defs", definition, "properties", property, "anyOf"]?.elements.first?["enum"]?.elements.compactMap(
            \.text) ?? []
    }

    @Test("its id is the dataschema of every outcome")
    func id() throws {
        #expect(schema["$id"]?.text == OutcomeEvent.schema)
        #expect(schema["$defs", "event", "properties", "dataschema", "const"]?.text == OutcomeEvent.schema)
    }

    @Test("its known values are the code's")
    func values() {
        #expect(knownValues("data", "reason") == OutcomeReason.allCases.map(\.rawValue))
        #expect(knownValues("event", "type") == OutcomeStatus.allCases.map(\.eventType))
        #expect(Set(knownValues("data", "resend")) == Set(OutcomeStatus.allCases.map(\.resend)))
        for evidence in [OutcomeEvidence.acknowledged, .observed, .inferred] {
            #expect(knownValues("data", "evidence").contains(evidence.rawValue))
        }
    }

    @Test("whether an outcome counts is said by every one")
    func primary() throws {
        #expect(schema["$defs", "data", "properties", "primary", "type"]?.text == "boolean")
        #expect(schema["$defs", "data", "required"]?.elements.contains(.string("primary")) == true)
    }

    /// The schema is open to consumers, so a field of ours that it does not name would pass the schema checker unseen.
    @Test("no field is produced that it does not name", arguments: OutcomeReason.allCases)
    func fields(reason: OutcomeReason) throws {
        let outcome = JSONValue.object(try SampleOutcome.outcome(reason).json)
        let event = try #require(schema["$defs", "event", "properties"])
        let data = try #require(schema["$defs", "data", "properties"])
        let produced = outcome["data"]?.memberNames ?? []
        #expect(Set(outcome.memberNames).isSubset(of: event.memberNames))
        #expect(Set(produced).isSubset(of: data.memberNames))
        for part in ["command", "meeting", "graph", "timing", "position"] {
            let named = try #require(data[part, "properties"]).memberNames
            let produced = outcome["data", part]?.memberNames ?? []
            #expect(Set(produced).isSubset(of: named), "\(part)")
        }
    }

    @Test("every field it names is produced by some sample")
    func everyFieldIsShown() throws {
        let outcomes =
            try OutcomeReason.allCases.map { JSONValue.object(try SampleOutcome.outcome($0).json) }
            + [.object(try SampleOutcome.replayed().json)]
        let event = try #require(schema["$defs", "event", "properties"])
        #expect(Set(outcomes.flatMap(\.memberNames)) == Set(event.memberNames))
        for part in ["command", "meeting", "graph", "timing", "position"] {
            let named = try #require(schema["$defs", "data", "properties", part, "properties"]).memberNames
            let produced = outcomes.flatMap { $0["data", part]?.memberNames ?? [] }
            #expect(Set(produced) == Set(named), "\(part)")
        }
    }
}
