import CommandContract
import Testing

@Suite("Randomly damaged commands")
struct MutationTests {
    private static let originals: [SampleCommand] = [
        SampleCommand(),
        SampleCommand().settingData("cloud", to: #""global""#).settingData("as", to: #""rooms""#)
            .settingData("calendar", to: #"{"groupId":"G-1","id":"C_1="}"#).settingData("extent", to: #""series""#)
            .settingData("comment", to: #""Closed \u00e9 \ud83d\ude00.\nSorry.""#)
            .settingData("notBefore", to: #""2026-11-22T08:30:00Z""#)
            .settingData("notAfter", to: #""2026-11-22T09:30:00.123Z""#).settingData("allowStarted", to: "true")
            .settingData("expectedStart", to: #""2026-11-23T10:00:00+01:00""#).settingData("dryRun", to: "false"),
        SampleCommand().settingData("target", to: #"{"group":"8f5c0d3e-1b2a-4c5d-9e8f-0a1b2c3d4e5f"}"#)
            .settingAttribute("expirytime", to: #""2026-11-22T09:30:00Z""#)
            .settingAttribute("correlationid", to: #""order-17""#)
            .settingAttribute("traceparent", to: #""00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01""#),
        SampleCommand().settingData("target", to: #"{"me":"rooms"}"#).settingData("calendar", to: #""default""#),
    ]

    /// Bytes that matter to some parser on the way, so that damage is not only noise.
    private static let telling: [[UInt8]] = [
        Array(#"""#.utf8), Array(#"\"#.utf8), Array("/".utf8), Array("..".utf8), Array("%2F".utf8), Array("?".utf8),
        Array("#".utf8), Array(#"\u002f"#.utf8), Array(#"\u0000"#.utf8), Array(#"\uD800"#.utf8), Array(",".utf8),
        Array("{".utf8), Array("}".utf8), Array("[".utf8), Array("null".utf8), Array("-1e9".utf8), [0x00], [0x0A],
        [0x7F],
        [0x80], [0xC0, 0xAF], [0xC3, 0xA9], [0xE2, 0x84, 0xAA], [0xE2, 0x80, 0xAE], [0xEF, 0xBB, 0xBF], [0xFF],
    ]

    @Test(
        "damage never crashes the decoder and never gives a command that breaks a rule",
        arguments: [1, 2, 3, 5, 8, 13, 21, 34] as [UInt64])
    func damage(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var commands = 0
        for round in 0..<1500 {
            let original = Self.originals[round % Self.originals.count]
            let binary = round % 3 == 0
            let text = binary ? original.dataText : original.structuredText
            let value = Self.damaged(Array(text.utf8), using: &generator)
            var headers = binary ? original.binaryHeaders : [SampleCommand.structuredType]
            if round % 5 == 0 { headers = Self.damaged(headers, using: &generator) }
            let decoded = RecordDecoder(maximumBytes: 131_072).decode(key: nil, value: value, headers: headers)
            guard case .command(let command) = decoded else { continue }
            commands += 1
            let complaints = CommandOracle.complaints(about: command)
            #expect(
                complaints.isEmpty,
                "seed \(seed), round \(round): \(complaints) in \(String(decoding: value, as: UTF8.self))")
        }
        // Were nothing or everything accepted, the run would have shown nothing.
        #expect((50..<1400).contains(commands), "seed \(seed): \(commands) of 1500 were commands")
    }

    @Test("a command cut off anywhere is never a command")
    func truncation() {
        for original in Self.originals {
            let bytes = Array(original.structuredText.utf8)
            for length in 0..<bytes.count {
                let decoded = RecordDecoder(maximumBytes: 131_072)
                    .decode(key: nil, value: Array(bytes[..<length]), headers: [SampleCommand.structuredType])
                #expect(decoded.verdict == .malformed("value"), "cut at \(length)")
            }
        }
    }

    @Test("the oracle complains of every identifier the contract refuses")
    func oracle() throws {
        for examples in FieldExamples.all {
            for text in examples.refused {
                switch examples.path {
                case "event.id": #expect(!CommandOracle.isGraphID(text), "\(text)")
                case "target.group": #expect(!CommandOracle.isSound(.group(text)), "\(text)")
                case "target.me": #expect(!CommandOracle.isSound(.me(account: text)), "\(text)")
                default: break
                }
            }
        }
        for text in ["a/b@c.d", "a%2Fb@c.d", "a?b@c.d", "Ada@c.d", "a@b@c.d", "a..b@c.d", "ada", "\u{212A}@c.d"] {
            #expect(!CommandOracle.isSound(.user(text)), "\(text)")
        }
    }

    private static func damaged(_ bytes: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
        var copy = bytes
        let edits = [1, 1, 2, 3].randomElement(using: &generator) ?? 1
        for _ in 0..<edits where !copy.isEmpty {
            let index = Int.random(in: copy.indices, using: &generator)
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: copy[index] = UInt8.random(in: 0...255, using: &generator)
            case 1: copy[index] = UInt8.random(in: 0x20...0x7E, using: &generator)
            case 2: copy[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            case 3: copy.remove(at: index)
            case 4: copy.insert(contentsOf: telling.randomElement(using: &generator) ?? [], at: index)
            default:
                let end = min(copy.count, index + Int.random(in: 1...30, using: &generator))
                copy.insert(contentsOf: Array(copy[index..<end]), at: Int.random(in: 0...copy.count, using: &generator))
            }
        }
        return copy
    }

    private static func damaged(_ headers: [RecordHeader], using generator: inout SeededGenerator) -> [RecordHeader] {
        headers.map { header in
            guard Int.random(in: 0..<3, using: &generator) == 0 else { return header }
            return RecordHeader(name: header.name, value: header.value.map { damaged($0, using: &generator) })
        }
    }
}
