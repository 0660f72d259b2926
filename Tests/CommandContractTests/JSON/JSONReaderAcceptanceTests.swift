import CommandContract
import Testing

@Suite("JSON reader: what RFC 8259 allows is read")
struct JSONReaderAcceptanceTests {
    private func read(_ text: String) throws(JSONError) -> JSONValue { try JSONReader.read(Array(text.utf8)) }

    @Test(
        "structures are read, whatever whitespace stands between their tokens",
        arguments: [
            ("[]", .array([])),
            ("{}", .object(JSONObject())),
            (" \t\r\n[ \n] \r\n", .array([])),
            ("[[],{}]", .array([.array([]), .object(JSONObject())])),
            (
                "{ \"a\" : [ true , false , null ] }",
                .object(JSONObject([("a", .array([.bool(true), .bool(false), .null]))]))
            ),
            ("{\"\":\"\"}", .object(JSONObject([("", .string(""))]))),
            ("\"top\"", .string("top")),
            ("null", .null),
            ("{\"b\":1,\"a\":2}", .object(JSONObject([("b", .number("1")), ("a", .number("2"))]))),
        ] as [(String, JSONValue)])
    func structures(text: String, expected: JSONValue) throws {
        #expect(try read(text) == expected)
    }

    @Test(
        "a number keeps its spelling",
        arguments: [
            "0", "-0", "7", "-1", "10", "1.5", "-0.0", "0e1", "0e+1", "1E400", "1e-2", "12.34E+56", "9007199254740993",
            "9223372036854775808", String(repeating: "9", count: 10_000),
        ])
    func numbers(spelling: String) throws {
        #expect(try read(spelling) == .number(spelling))
        #expect(try read("[\(spelling)]") == .array([.number(spelling)]))
    }

    @Test(
        "strings and escapes give the scalars they stand for",
        arguments: [
            (#""plain""#, "plain"),
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
            (#""\u0041\u00e9\u20AC""#, "A\u{E9}\u{20AC}"),
            (#""\u0000""#, "\u{0}"),
            (#""\uD83D\uDE00""#, "\u{1F600}"),
            (#""\uDBFF\uDFFF""#, "\u{10FFFF}"),
            (#""\uD800\uDC00""#, "\u{10000}"),
            (#""\uFFFE\uFFFF""#, "\u{FFFE}\u{FFFF}"),
            ("\"\u{7F}\u{80}\u{2028}\u{10FFFF}\"", "\u{7F}\u{80}\u{2028}\u{10FFFF}"),
            ("\"caf\u{E9} \\u00e9 \u{1F600} end\"", "caf\u{E9} \u{E9} \u{1F600} end"),
            (#""\\u0041""#, #"\u0041"#),
        ])
    func strings(text: String, expected: String) throws {
        guard case .string(let found) = try read(text) else {
            Issue.record("not read as a string")
            return
        }
        // By scalars: Swift's == would also accept another normalization form.
        #expect(Array(found.unicodeScalars) == Array(expected.unicodeScalars))
    }

    @Test("an escaped character does not swallow the raw bytes beside it")
    func escapesBesideRawBytes() throws {
        #expect(try read("\"\u{20AC}\\n\u{20AC}\"") == .string("\u{20AC}\n\u{20AC}"))
    }

    @Test("nesting is allowed to the documented depth, siblings not counted")
    func depth() throws {
        let deepest = String(repeating: "[", count: 32) + String(repeating: "]", count: 32)
        #expect(throws: Never.self) { try read(deepest) }
        let mixed = String(repeating: "{\"a\":[", count: 16) + String(repeating: "]}", count: 16)
        #expect(throws: Never.self) { try read(mixed) }
        let siblings = "[" + Array(repeating: "[[]]", count: 1000).joined(separator: ",") + "]"
        #expect(throws: Never.self) { try read(siblings) }
    }

    @Test("the same name may stand in different objects, and similar names in one")
    func namesThatDiffer() throws {
        #expect(throws: Never.self) { try read(#"{"a":{"a":1},"b":{"a":2},"A":3,"a ":4}"#) }
    }

    @Test("members keep the document's order and are found by name")
    func order() throws {
        let names = (0..<40).map { "name\($0 * 7 % 40)" }
        let document = "{" + names.map { "\"\($0)\":\"\($0)!\"" }.joined(separator: ",") + "}"
        guard case .object(let object) = try read(document) else {
            Issue.record("not read as an object")
            return
        }
        #expect(Array(object.names) == names)
        #expect(names.allSatisfy { object[$0] == .string($0 + "!") })
        #expect(object["missing"] == nil)
    }
}
