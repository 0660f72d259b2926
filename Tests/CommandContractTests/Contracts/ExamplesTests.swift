import CommandContract
import Testing

@Suite("docs/contracts/examples")
struct ExamplesTests {
    /// The schema checker of `./dev lint` holds these files to the JSON Schema, so this test holds the code to it.
    @Test("each outcome example is what the code produces", arguments: OutcomeReason.allCases)
    func outcomes(reason: OutcomeReason) throws {
        let bytes = try #require(SampleOutcome.outcome(reason).record(key: nil).value)
        let text = JSONText.indented(try JSONReader.read(bytes))
        try ContractDocuments.expect("examples/\(Self.file(of: reason))", toBe: text)
    }

    // While they are rewritten, some are not there yet.
    @Test(
        "there is an example for every reason and none of a reason that is gone",
        .disabled(if: ContractDocuments.rewrites))
    func completeness() throws {
        let outcomes = try ContractDocuments.examples().filter { $0.hasPrefix("outcome.") }
        #expect(outcomes == OutcomeReason.allCases.map { Self.file(of: $0) }.sorted())
    }

    @Test("the index names the schema of every example")
    func index() throws {
        let commands = try ContractDocuments.examples().filter { $0.hasPrefix("command.") }
            .map { ($0, JSONValue?.some(.string(Self.schema(of: $0)))) }
        let outcomes = OutcomeReason.allCases.map { Self.file(of: $0) }.sorted()
            .map { ($0, JSONValue?.some(.string("meeting.outcome.v1.schema.json"))) }
        let pairs = commands + outcomes
        try ContractDocuments.expect("examples/index.json", toBe: JSONText.indented(.object(JSONObject(pairs))))
    }

    @Test("every command example is a command to the decoder")
    func commands() throws {
        let names = try ContractDocuments.examples().filter { $0.hasPrefix("command.") }
        #expect(names.count >= 5)
        for name in names {
            let isData = name == "command.binaryData.json"
            let headers = isData ? SampleCommand().binaryHeaders : [SampleCommand.structuredType]
            let decoded = RecordDecoder(maximumBytes: 131_072)
                .decode(key: nil, value: try ContractDocuments.bytes(of: "examples/" + name), headers: headers)
            #expect(decoded.verdict == (Self.isWithdraw(name) ? .withdraw : .command), "\(name): \(decoded.rule ?? "")")
        }
    }

    private static func isWithdraw(_ name: String) -> Bool { name == "command.withdraw.json" }

    private static func schema(of name: String) -> String {
        isWithdraw(name) ? "meeting.command.withdraw.v1.schema.json" : "meeting.command.cancel.v1.schema.json"
    }

    private static func file(of reason: OutcomeReason) -> String {
        "outcome.\(reason.status.rawValue).\(reason.rawValue).json"
    }
}
