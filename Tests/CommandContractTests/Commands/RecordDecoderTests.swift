import CommandContract
import Testing

@Suite("Decoding a record")
struct RecordDecoderTests {
    private let sample = SampleCommand()

    @Test("a record without a value is a tombstone, whatever its headers say")
    func tombstone() {
        let decoder = RecordDecoder(maximumBytes: 10)
        let long = [RecordHeader("x", String(repeating: "y", count: 100))]
        #expect(decoder.decode(key: nil, value: nil, headers: []).verdict == .tombstone)
        #expect(decoder.decode(key: [1], value: nil, headers: sample.binaryHeaders + long).verdict == .tombstone)
    }

    @Test("an empty value is no tombstone")
    func emptyValue() {
        #expect(SampleCommand.decode("", headers: []).verdict == .malformed("ce_id"))
    }

    @Test("key, value, header names, header values and each header's framing count towards the limit")
    func size() {
        let value = Array(sample.structuredText.utf8)
        let key = Array("key".utf8)
        let headers = [SampleCommand.structuredType, RecordHeader(name: "empty", value: nil)]
        let framing = 2 * 16
        let size =
            value.count + 3 + "content-type".utf8.count + "application/cloudevents+json".utf8.count + "empty".utf8.count
            + framing
        #expect(RecordDecoder(maximumBytes: size).decode(key: key, value: value, headers: headers).verdict == .command)
        let decoded = RecordDecoder(maximumBytes: size - 1).decode(key: key, value: value, headers: headers)
        #expect(decoded.verdict == .undecodable(.tooLarge, field: "record"))
        #expect(decoded.rule?.contains("limits.commandBytes") == true)
    }

    @Test("a record of 64 KiB, which CloudEvents asks consumers to take, is read")
    func largeCommand() throws {
        let comment = String(repeating: "x", count: 64 * 1024)
        let command = try #require(sample.settingData("comment", to: "\"\(comment)\"").decodeStructured().command)
        #expect(command.comment?.utf8.count == 65_536)
    }

    @Test("a key is neither needed nor read")
    func key() {
        let decoder = RecordDecoder(maximumBytes: 131_072)
        let headers = [SampleCommand.structuredType]
        for key in [nil, [], [0xFF, 0x00]] as [[UInt8]?] {
            #expect(
                decoder.decode(key: key, value: Array(sample.structuredText.utf8), headers: headers).verdict == .command
            )
        }
    }

    @Test("as long as source and id are readable the refusal names its command")
    func refusalCarriesIdentity() throws {
        let broken = [
            sample.settingData("tenant", to: "null"), sample.settingAttribute("specversion", to: nil),
            sample.settingAttribute("type", to: #""other""#), sample.settingAttribute("time", to: #""never""#),
        ]
        for command in broken {
            let identity = try #require(command.decodeStructured().envelope).identity
            #expect(try identity == CommandIdentity(source: "/scheduling/rooms", id: "cmd-1"))
        }
    }

    @Test("the envelope is judged before the type, the type before the data")
    func order() {
        let allWrong = sample.settingAttribute("specversion", to: #""2""#).settingAttribute("type", to: #""other""#)
            .settingData("tenant", to: nil)
        #expect(allWrong.decodeStructured().verdict == .invalid("specversion"))
        let typeWrong = sample.settingAttribute("type", to: #""other""#).settingData("tenant", to: nil)
        #expect(typeWrong.decodeStructured().verdict == .refused(.unsupportedType, field: "type"))
    }

    @Test("a fault's text is the field and its rule")
    func text() {
        #expect(FieldFault(field: "data.tenant", rule: "is required").text == "data.tenant: is required")
    }
}
