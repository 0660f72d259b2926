import CommandContract
import Testing

@Suite("Rules of the cancel command's fields")
struct FieldRulesTests {
    @Test("a field accepts what its rule allows", arguments: FieldExamples.all)
    func accepted(examples: FieldExamples) {
        for text in examples.accepted {
            #expect(decode(text, in: examples).verdict == .command, "\(examples.path): \(text)")
        }
    }

    @Test("a field refuses everything else, under exactly its own name", arguments: FieldExamples.all)
    func refused(examples: FieldExamples) {
        for text in examples.refused {
            #expect(
                decode(text, in: examples).verdict == .invalid("data." + examples.path), "\(examples.path): \(text)")
        }
    }

    @Test("no rule quotes the value it refuses", arguments: FieldExamples.all)
    func silence(examples: FieldExamples) {
        let canary = "canary\u{7}/?#%"
        #expect(decode(canary, in: examples).rule?.contains("canary") == false)
    }

    @Test("a field that must be a string is no other type", arguments: FieldExamples.all)
    func mistyped(examples: FieldExamples) {
        let placeholder = examples.member(holding: "@placeholder@")
        for json in ["null", "0", "1.0", "true", "[]", "[\"a\"]", "{}"] {
            let text = placeholder.json.replacing("\"@placeholder@\"", with: json)
            let decoded = SampleCommand().settingData(placeholder.name, to: text).decodeStructured()
            #expect(decoded.verdict == .invalid("data." + examples.path), "\(examples.path): \(json)")
            #expect(decoded.rule?.contains("must be") == true)
        }
    }

    @Test("flags are booleans and nothing that looks like one", arguments: ["allowStarted", "dryRun"])
    func flags(name: String) throws {
        for (json, expected) in [("true", true), ("false", false)] {
            let command = try #require(SampleCommand().settingData(name, to: json).decodeStructured().command)
            #expect((name == "dryRun" ? command.dryRun : command.allowStarted) == expected)
        }
        for json in ["null", "1", "0", "\"true\"", "[]", "{}"] {
            let decoded = SampleCommand().settingData(name, to: json).decodeStructured()
            #expect(decoded.verdict == .invalid("data." + name))
        }
    }

    private func decode(_ text: String, in examples: FieldExamples) -> RecordDecoder.Decoded {
        let member = examples.member(holding: text)
        return SampleCommand().settingData(member.name, to: member.json).decodeStructured()
    }
}
