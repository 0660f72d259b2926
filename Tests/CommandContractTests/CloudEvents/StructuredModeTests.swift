import CommandContract
import Testing

@Suite("CloudEvents in structured mode")
struct StructuredModeTests {
    private let sample = SampleCommand()

    @Test(
        "the media type chooses the mode, without regard to case",
        arguments: [
            "application/cloudevents+json", "application/cloudevents+json; charset=UTF-8",
            "Application/CloudEvents+JSON",
            "application/cloudevents+json;charset=\"utf-8\"", " application/cloudevents+json ; charset=utf-8 ",
        ])
    func mediaTypes(mediaType: String) {
        #expect(
            SampleCommand.decode(sample.structuredText, headers: [RecordHeader("content-type", mediaType)]).verdict
                == .command)
    }

    @Test("the header's own name may be spelled in any case")
    func headerCase() {
        let header = RecordHeader("Content-Type", "application/cloudevents+json")
        #expect(SampleCommand.decode(sample.structuredText, headers: [header]).verdict == .command)
    }

    @Test(
        "other CloudEvents formats, batches and other encodings are undecodable",
        arguments: [
            "application/cloudevents-batch+json", "application/cloudevents-batch+json; charset=UTF-8",
            "application/cloudevents", "application/cloudevents+avro", "application/cloudevents+xml",
            "application/cloudevents+json; charset=utf-16", "application/cloudevents+json; charset=iso-8859-1",
        ])
    func otherFormats(mediaType: String) {
        let decoded = SampleCommand.decode(sample.structuredText, headers: [RecordHeader("content-type", mediaType)])
        #expect(decoded.verdict == .malformed("content-type"))
    }

    @Test("a repeated or unreadable content type is undecodable")
    func contentTypeHeader() {
        let twice = [SampleCommand.structuredType, RecordHeader("CONTENT-TYPE", "application/json")]
        #expect(SampleCommand.decode(sample.structuredText, headers: twice).verdict == .malformed("content-type"))
        let bytes = [RecordHeader(name: "content-type", value: [0xC3])]
        #expect(SampleCommand.decode(sample.structuredText, headers: bytes).verdict == .malformed("content-type"))
    }

    @Test(
        "a value that is no JSON object is undecodable",
        arguments: ["", "[]", "\"text\"", "null", "17", "{", "{}x", "[{\"specversion\":\"1.0\"}]", "\u{FEFF}{}"])
    func noObject(text: String) {
        #expect(SampleCommand.decode(text, headers: [SampleCommand.structuredType]).verdict == .malformed("value"))
    }

    @Test("a duplicate member anywhere is undecodable: nobody can tell which one was meant")
    func duplicates() {
        let twice = sample.structuredText.replacing("{\"user\":", with: "{\"user\":\"x@contoso.example\",\"user\":")
        #expect(SampleCommand.decode(twice, headers: [SampleCommand.structuredType]).verdict == .malformed("value"))
    }

    @Test(
        "id and source must be there, and be strings",
        arguments: [
            ("id", nil), ("source", nil), ("id", "null"), ("source", "null"), ("id", "7"), ("source", "true"),
            ("id", "{}"),
            ("source", "[]"), ("id", "1.5"),
        ] as [(String, String?)])
    func missingIdentity(name: String, json: String?) {
        #expect(sample.settingAttribute(name, to: json).decodeStructured().verdict == .malformed(name))
    }

    @Test(
        "a mistyped attribute is called mistyped, not missing",
        arguments: ["id", "source", "type", "specversion", "datacontenttype", "time", "subject", "dataschema"])
    func mistypedAttributes(name: String) throws {
        for json in ["7", "true", "{}"] {
            let decoded = sample.settingAttribute(name, to: json).decodeStructured()
            #expect(decoded.verdict == (name == "id" || name == "source" ? .malformed(name) : .invalid(name)))
            #expect(try #require(decoded.rule).hasPrefix("must be a string, not "))
        }
    }

    @Test("ce_ headers beside a structured event may repeat its identity, but not contradict it")
    func conflictingHeaders() {
        let same = [RecordHeader("ce_id", "cmd-1"), RecordHeader("ce_source", "/scheduling/rooms")]
        #expect(sample.decodeStructured(adding: same).verdict == .command)
        #expect(sample.decodeStructured(adding: [RecordHeader("ce_id", "cmd-2")]).verdict == .malformed("ce_id"))
        #expect(
            sample.decodeStructured(adding: [RecordHeader("ce_source", "/other")]).verdict == .malformed("ce_source"))
        #expect(sample.decodeStructured(adding: [RecordHeader("ce_id", "")]).verdict == .malformed("ce_id"))
        let twice = [RecordHeader("ce_id", "cmd-1"), RecordHeader("ce_id", "cmd-1")]
        #expect(sample.decodeStructured(adding: twice).verdict == .malformed("ce_id"))
        let unreadable = [RecordHeader(name: "ce_source", value: [0xC0, 0xA0])]
        #expect(sample.decodeStructured(adding: unreadable).verdict == .malformed("ce_source"))
    }

    @Test("ce_ headers that contradict another attribute refuse the command: another reader would see another event")
    func conflictingAttributes() {
        let other = RecordHeader("ce_type", "meeting.command.withdraw.v1")
        #expect(sample.decodeStructured(adding: [other]).verdict == .invalid("ce_type"))
        let same = RecordHeader("ce_type", CancelCommand.type)
        #expect(sample.decodeStructured(adding: [same]).verdict == .command)
        let version = RecordHeader("ce_specversion", "0.3")
        #expect(sample.decodeStructured(adding: [version]).verdict == .invalid("ce_specversion"))
        // What the structured event does not say cannot be contradicted.
        #expect(sample.decodeStructured(adding: [RecordHeader("ce_subject", "any")]).verdict == .command)
    }

    @Test("data_base64 is refused, alone or beside data")
    func base64() {
        var encoded = sample.settingAttribute("data_base64", to: #""e30=""#)
        #expect(encoded.decodeStructured().verdict == .invalid("data_base64"))
        encoded.data = []
        #expect(encoded.decodeStructured().verdict == .invalid("data_base64"))
    }

    @Test("data that is missing, null or no object is refused", arguments: [nil, "null", "[]", "\"{}\"", "0", "true"])
    func data(json: String?) {
        let members = sample.attributes + (json.map { [("data", $0)] } ?? [])
        let text = "{" + members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
        #expect(SampleCommand.decode(text, headers: [SampleCommand.structuredType]).verdict == .invalid("data"))
    }
}
