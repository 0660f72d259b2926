import CommandContract
import Testing

@Suite("JSON writer")
struct JSONWriterTests {
    private func written(_ value: JSONValue) -> String { String(decoding: JSONWriter.write(value), as: UTF8.self) }

    @Test(
        "values are written compactly, members in their order",
        arguments: [
            (.null, "null"), (.bool(true), "true"), (.bool(false), "false"), (.number("1e400"), "1e400"),
            (.integer(Int64.min), "-9223372036854775808"), (.integer(UInt64.max), "18446744073709551615"),
            (.array([]), "[]"), (.object(JSONObject()), "{}"), (.array([.null, .array([.integer(1)])]), "[null,[1]]"),
            (.object(JSONObject([("b", .integer(1)), ("a", .string("x"))])), #"{"b":1,"a":"x"}"#),
        ] as [(JSONValue, String)])
    func values(value: JSONValue, expected: String) {
        #expect(written(value) == expected)
    }

    @Test("members without a value are left out, not written as null")
    func absentMembers() {
        #expect(written(.object(JSONObject([("a", nil), ("b", .null)]))) == #"{"b":null}"#)
    }

    @Test("quotes, backslashes and control characters are escaped, everything else stays as it is")
    func escapes() {
        #expect(written(.string("a\"b\\c/d\n\r\t")) == #""a\"b\\c/d\n\r\t""#)
        #expect(written(.string("\u{0}\u{1B}\u{1F}\u{7F}")) == #""\u0000\u001b\u001f\u007f""#)
        #expect(written(.string("é\u{1F600}\u{2028}")) == "\"é\u{1F600}\u{2028}\"")
        #expect(written(.object(JSONObject([("a\"b", .null)]))) == #"{"a\"b":null}"#)
    }

    @Test("what the writer writes, the reader reads back")
    func roundTrip() throws {
        let everyScalar = (UInt32(0)...0x2FF).compactMap { Unicode.Scalar($0) } + ["\u{FFFE}", "\u{10FFFF}"]
        let text = String(String.UnicodeScalarView(everyScalar))
        let document = JSONValue.object(
            JSONObject([
                ("text", .string(text)), (text, .array([.number("-0.10E+2"), .null, .bool(true)])),
                ("", .object(JSONObject())),
            ]))
        #expect(try JSONReader.read(JSONWriter.write(document)) == document)
    }

    @Test("random documents survive a round trip", arguments: [1, 2, 3, 7, 2026] as [UInt64])
    func randomRoundTrip(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let document = Self.document(depth: 5, using: &generator)
            let bytes = JSONWriter.write(document)
            #expect(try JSONReader.read(bytes) == document, "seed \(seed)")
        }
    }

    private static func document(depth: Int, using generator: inout SeededGenerator) -> JSONValue {
        switch Int.random(in: 0..<(depth == 0 ? 5 : 7), using: &generator) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &generator))
        case 2: return .integer(Int64.random(in: .min ... .max, using: &generator))
        case 3, 4: return .string(text(using: &generator))
        case 5:
            let count = Int.random(in: 0..<5, using: &generator)
            return .array((0..<count).map { _ in document(depth: depth - 1, using: &generator) })
        default:
            let count = Int.random(in: 0..<5, using: &generator)
            // The number in front keeps the names unique.
            return .object(
                JSONObject(
                    (0..<count).map { index -> (String, JSONValue?) in
                        ("\(index)" + text(using: &generator), document(depth: depth - 1, using: &generator))
                    }))
        }
    }

    private static func text(using generator: inout SeededGenerator) -> String {
        var scalars = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0..<12, using: &generator) {
            let limit: UInt32 = Bool.random(using: &generator) ? 0x80 : 0x11_0000
            if let scalar = Unicode.Scalar(UInt32.random(in: 0..<limit, using: &generator)) { scalars.append(scalar) }
        }
        return String(scalars)
    }
}
