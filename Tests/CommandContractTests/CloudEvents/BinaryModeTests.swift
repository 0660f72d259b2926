import CommandContract
import Testing

@Suite("CloudEvents in binary mode")
struct BinaryModeTests {
    private let sample = SampleCommand()

    @Test(
        "without a content type, or with JSON in UTF-8, the value is the data",
        arguments: [nil, "application/json", "application/json; charset=utf-8", "Application/Vnd.Contoso+JSON"]
            as [String?])
    func accepted(mediaType: String?) throws {
        let decoded = sample.decodeBinary(adding: mediaType.map { [RecordHeader("content-type", $0)] } ?? [])
        let command = try #require(decoded.command)
        #expect(command.envelope.identity.id == "cmd-1")
        #expect(command.envelope.identity.source == "/scheduling/rooms")
        #expect(command.eventID == SampleCommand.eventID)
    }

    @Test("both modes give the same command")
    func sameCommand() throws {
        #expect(try #require(sample.decodeBinary().command) == #require(sample.decodeStructured().command))
    }

    @Test(
        "another content type refuses the command, which can still be named",
        arguments: [
            "text/plain", "application/json; charset=utf-16", "", "application/octet-stream", "application/cloud",
        ])
    func otherContent(mediaType: String) {
        let decoded = sample.decodeBinary(adding: [RecordHeader("content-type", mediaType)])
        #expect(decoded.verdict == .invalid("content-type"))
        #expect(decoded.envelope?.identity.id == "cmd-1")
    }

    @Test("ce_datacontenttype refuses the command, even where it agrees with the content type")
    func dataContentType() {
        let headers = [RecordHeader("ce_datacontenttype", "application/json")]
        #expect(sample.decodeBinary(adding: headers).verdict == .invalid("ce_datacontenttype"))
        let both = headers + [RecordHeader("content-type", "application/json")]
        #expect(sample.decodeBinary(adding: both).verdict == .invalid("ce_datacontenttype"))
    }

    @Test("a content-type header without a value counts as absent")
    func nullContentType() {
        #expect(sample.decodeBinary(adding: [RecordHeader(name: "content-type", value: nil)]).verdict == .command)
    }

    @Test("a structured event without its content type is undecodable, and the message says which header is missing")
    func structuredWithoutContentType() throws {
        let decoded = SampleCommand.decode(sample.structuredText, headers: [])
        #expect(decoded.verdict == .malformed("ce_id"))
        #expect(try #require(decoded.rule).contains("content-type: application/cloudevents+json"))
    }

    @Test("a missing, empty, unreadable or repeated identity header is undecodable, under the header's own name")
    func identityHeaders() {
        for name in ["ce_id", "ce_source"] {
            let others = sample.binaryHeaders.filter { $0.name != name }
            let variants: [[RecordHeader]] = [
                [], [RecordHeader(name, "")], [RecordHeader(name: name, value: [0xFF])],
                [RecordHeader(name: name, value: [0xC0, 0xA0])], [RecordHeader(name: name, value: nil)],
                [RecordHeader(name, "with space")], [RecordHeader(name, "a"), RecordHeader(name, "b")],
                [RecordHeader(name, "a"), RecordHeader(name, "a")],
            ]
            for variant in variants {
                let decoded = SampleCommand.decode(sample.dataText, headers: others + variant)
                #expect(decoded.verdict == .malformed(name), "\(variant.map { $0.value ?? [] })")
            }
        }
    }

    @Test("an unreadable identity header is called unreadable, not missing")
    func unreadableIdentityRule() throws {
        let others = sample.binaryHeaders.filter { $0.name != "ce_id" && $0.name != "ce_source" }
        let unreadable = [RecordHeader(name: "ce_id", value: [0xFF]), RecordHeader(name: "ce_source", value: [0xFF])]
        let decoded = SampleCommand.decode(sample.dataText, headers: others + unreadable)
        #expect(try #require(decoded.rule) == "must be UTF-8 text")
    }

    @Test("other ce_ headers that are repeated or unreadable refuse the command")
    func otherHeaders() {
        #expect(sample.decodeBinary(adding: [RecordHeader("ce_type", "x")]).verdict == .invalid("ce_type"))
        let unreadable = RecordHeader(name: "ce_subject", value: [0xE2, 0x82])
        #expect(sample.decodeBinary(adding: [unreadable]).verdict == .invalid("ce_subject"))
        #expect(sample.decodeBinary(adding: [RecordHeader("ce_Subject", "x")]).verdict == .invalid("ce_Subject"))
        let missing = sample.binaryHeaders.filter { $0.name != "ce_specversion" }
        #expect(SampleCommand.decode(sample.dataText, headers: missing).verdict == .invalid("ce_specversion"))
        #expect(
            sample.decodeBinary(adding: [RecordHeader("ce_expirytime", "soon")]).verdict == .invalid("ce_expirytime"))
    }

    @Test("header values are taken literally: Kafka's binding knows no percent encoding and no quoting")
    func literalValues() throws {
        let headers = sample.binaryHeaders.filter { $0.name != "ce_id" } + [RecordHeader("ce_id", "%41\"b\"")]
        let command = try #require(SampleCommand.decode(sample.dataText, headers: headers).command)
        #expect(command.envelope.identity.id == "%41\"b\"")
    }

    @Test("headers without the ce_ prefix are none of the event's, however many there are")
    func foreignHeaders() {
        let many = (0..<1000).map { RecordHeader("x-\($0)", "y") } + [RecordHeader(name: "id", value: [0xFF])]
        #expect(sample.decodeBinary(adding: many).verdict == .command)
        #expect(sample.decodeBinary(adding: [RecordHeader("CE_ID", "other")]).verdict == .command)
    }

    @Test(
        "a value that is no JSON object refuses the command", arguments: ["", "{", "[]", "null", "{}{}", "\u{FEFF}{}"])
    func brokenData(text: String) {
        #expect(SampleCommand.decode(text, headers: sample.binaryHeaders).verdict == .invalid("data"))
    }
}
