import CommandContract
import Testing

@Suite("JSON reader: everything else is refused with the rule and the byte")
struct JSONReaderRefusalTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let bytes: [UInt8]
        let code: JSONError.Code
        let offset: Int
        var testDescription: String { String(decoding: bytes.prefix(40), as: UTF8.self) }

        init(_ text: String, _ code: JSONError.Code, _ offset: Int) { self.init(Array(text.utf8), code, offset) }
        init(_ bytes: [UInt8], _ code: JSONError.Code, _ offset: Int) {
            self.bytes = bytes
            self.code = code
            self.offset = offset
        }
    }

    private func expectRefusal(_ example: Case) {
        do {
            _ = try JSONReader.read(example.bytes)
            Issue.record("read without complaint: \(example.testDescription)")
        } catch {
            #expect(error.code == example.code)
            #expect(error.offset == example.offset)
        }
    }

    @Test(
        "broken structure",
        arguments: [
            Case("", .unexpectedEnd, 0), Case("  ", .unexpectedEnd, 2), Case("[", .unexpectedEnd, 1),
            Case("{", .unexpectedEnd, 1), Case("[1", .unexpectedEnd, 2), Case(#"{"a""#, .unexpectedEnd, 4),
            Case(#"{"a":"#, .unexpectedEnd, 5), Case(#"{"a":1"#, .unexpectedEnd, 6), Case("[1,", .unexpectedEnd, 3),
            Case(#"{"a":1,"#, .unexpectedEnd, 7), Case("]", .unexpectedByte, 0), Case("}", .unexpectedByte, 0),
            Case("[1 2]", .unexpectedByte, 3), Case("[1}", .unexpectedByte, 2), Case("[,1]", .unexpectedByte, 1),
            Case("[1,,2]", .unexpectedByte, 3), Case("[:]", .unexpectedByte, 1), Case("{,}", .unexpectedByte, 1),
            Case("{1:2}", .unexpectedByte, 1), Case("{a:1}", .unexpectedByte, 1), Case("{'a':1}", .unexpectedByte, 1),
            Case("{null:1}", .unexpectedByte, 1), Case(#"{"a" 1}"#, .unexpectedByte, 5),
            Case(#"{"a"}"#, .unexpectedByte, 4), Case(#"{"a":}"#, .unexpectedByte, 5),
            Case(#"{"a"::1}"#, .unexpectedByte, 5), Case(#"{"a":1 "b":2}"#, .unexpectedByte, 7),
            Case(#"{"a":1]"#, .unexpectedByte, 6), Case("/**/[]", .unexpectedByte, 0),
            Case("[1]//x", .trailingBytes, 3),
            Case("\u{A0}[]", .unexpectedByte, 0), Case("\u{C}[]", .unexpectedByte, 0),
            Case("\u{B}[]", .unexpectedByte, 0),
            Case("\u{0}", .unexpectedByte, 0), Case("<a/>", .unexpectedByte, 0), Case("*", .unexpectedByte, 0),
        ])
    func structure(example: Case) { expectRefusal(example) }

    @Test(
        "a comma that nothing follows",
        arguments: [
            Case("[1,]", .trailingComma, 3), Case("[1, \n]", .trailingComma, 5), Case(#"{"a":1,}"#, .trailingComma, 7),
            Case(#"[{"a":1, }]"#, .trailingComma, 9), Case("[\"\",]", .trailingComma, 4),
        ])
    func trailingComma(example: Case) { expectRefusal(example) }

    @Test(
        "something after the document",
        arguments: [
            Case("{}{}", .trailingBytes, 2), Case("[] x", .trailingBytes, 3), Case("truefalse", .trailingBytes, 4),
            Case("{}\u{0}", .trailingBytes, 2), Case("{},", .trailingBytes, 2), Case("[]]", .trailingBytes, 2),
            Case("1 2", .trailingBytes, 2), Case("\"a\"\"b\"", .trailingBytes, 3),
            Case("{}\u{FEFF}", .trailingBytes, 2),
        ])
    func trailingBytes(example: Case) { expectRefusal(example) }

    @Test(
        "words that JSON does not have",
        arguments: [
            Case("nul", .unexpectedEnd, 3), Case("nuLl", .unexpectedByte, 2), Case("True", .unexpectedByte, 0),
            Case("TRUE", .unexpectedByte, 0), Case("[fals]", .unexpectedByte, 5), Case("undefined", .unexpectedByte, 0),
            Case("NaN", .unexpectedByte, 0), Case("nan", .unexpectedByte, 1), Case("Infinity", .unexpectedByte, 0),
            Case("-Infinity", .invalidNumber, 1),
        ])
    func words(example: Case) { expectRefusal(example) }

    @Test(
        "numbers outside the grammar",
        arguments: [
            Case("-", .unexpectedEnd, 1), Case("[-]", .invalidNumber, 2), Case("01", .invalidNumber, 1),
            Case("[-01]", .invalidNumber, 3), Case("00", .invalidNumber, 1), Case("1.", .unexpectedEnd, 2),
            Case("[1.]", .invalidNumber, 3), Case("[1.e1]", .invalidNumber, 3), Case("[.5]", .unexpectedByte, 1),
            Case("[-.5]", .invalidNumber, 2), Case("[+1]", .unexpectedByte, 1), Case("1e", .unexpectedEnd, 2),
            Case("[1e]", .invalidNumber, 3), Case("[1e+]", .invalidNumber, 4), Case("[1e1.5]", .invalidNumber, 4),
            Case("[1.2.3]", .invalidNumber, 4), Case("[0x1F]", .unexpectedByte, 2), Case("[1_000]", .unexpectedByte, 2),
            Case("[1eE2]", .invalidNumber, 3), Case("[--1]", .invalidNumber, 2), Case("[1-2]", .unexpectedByte, 2),
            Case("[\u{FF11}]", .unexpectedByte, 1), Case("[0.1.]", .invalidNumber, 4),
        ])
    func numbers(example: Case) { expectRefusal(example) }

    @Test(
        "strings that end too early or hold raw control characters",
        arguments: [
            Case("\"", .unexpectedEnd, 1), Case("\"abc", .unexpectedEnd, 4), Case(#"["\"]"#, .unexpectedEnd, 5),
            Case("\"a\nb\"", .controlCharacter, 2), Case("\"\t\"", .controlCharacter, 1),
            Case("\"\u{0}\"", .controlCharacter, 1), Case("\"\u{1F}\"", .controlCharacter, 1),
            Case("\"\\n\n\"", .controlCharacter, 3), Case("{\"a\rb\":1}", .controlCharacter, 3),
            Case("'a'", .unexpectedByte, 0),
        ])
    func strings(example: Case) { expectRefusal(example) }

    @Test(
        "escapes outside the grammar",
        arguments: [
            Case(#""\x41""#, .invalidEscape, 2), Case(#""\a""#, .invalidEscape, 2), Case(#""\'""#, .invalidEscape, 2),
            Case(#""\U0041""#, .invalidEscape, 2), Case(#""\u004""#, .invalidEscape, 6),
            Case(#""\u00g0""#, .invalidEscape, 5), Case(#""\u+041""#, .invalidEscape, 3),
            Case(#""\u"#, .unexpectedEnd, 3), Case(#""\u12"#, .unexpectedEnd, 5), Case(#""\"#, .unexpectedEnd, 2),
            Case("\"\\\u{E9}\"", .invalidEscape, 2), Case("\"\\u\u{FF10}000\"", .invalidEscape, 3),
        ])
    func escapes(example: Case) { expectRefusal(example) }

    @Test(
        "surrogates without their partner",
        arguments: [
            Case(#""\uD800""#, .loneSurrogate, 7), Case(#""\uDC00""#, .loneSurrogate, 7),
            Case(#""\uD800\n""#, .loneSurrogate, 7), Case(#""\uD800A""#, .loneSurrogate, 7),
            Case(#""\uD800\u0041""#, .loneSurrogate, 13), Case(#""\uD800\uD800""#, .loneSurrogate, 13),
            Case(#""\uDFFF\uD800""#, .loneSurrogate, 7), Case(#""\ud83d\"#, .loneSurrogate, 7),
        ])
    func surrogates(example: Case) { expectRefusal(example) }

    @Test(
        "a member name that comes twice, in whatever spelling",
        arguments: [
            Case(#"{"a":1,"a":1}"#, .duplicateKey, 7), Case(#"{"id":1,"\u0069d":2}"#, .duplicateKey, 8),
            Case("{\"\u{E9}\":1,\"e\u{301}\":2}", .duplicateKey, 8), Case(#"{"":1,"":2}"#, .duplicateKey, 6),
            Case(#"[{"a":{"b":1,"c":2,"b":3}}]"#, .duplicateKey, 19),
        ])
    func duplicates(example: Case) { expectRefusal(example) }

    @Test("a duplicate is found in large objects too", arguments: [2, 16, 17, 18, 19, 500])
    func duplicateAmongMany(count: Int) {
        let members = (0..<count).map { "\"n\($0)\":0" }.joined(separator: ",")
        for repeated in [0, count / 2, count - 1] {
            let text = "{\(members),\"n\(repeated)\":0}"
            expectRefusal(Case(text, .duplicateKey, members.utf8.count + 2))
        }
    }

    @Test("bytes that are not UTF-8: the offset is the start of the string's content")
    func invalidUTF8() {
        let sequences: [[UInt8]] = [
            [0xFF], [0xC3], [0x80], [0xC0, 0xA0], [0xC1, 0xBF], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80],
            [0xF4, 0x90, 0x80, 0x80],
            [0xF8, 0x88, 0x80, 0x80, 0x80],
        ]
        for sequence in sequences {
            expectRefusal(Case([0x5B, 0x22, 0x61] + sequence + [0x22, 0x5D], .notUTF8, 2))
            expectRefusal(Case(Array(#"["\n"#.utf8) + sequence + [0x22, 0x5D], .notUTF8, 2))
            expectRefusal(Case(Array(#"{""#.utf8) + sequence + Array(#"":1}"#.utf8), .notUTF8, 2))
            expectRefusal(Case([0x5B] + sequence + [0x5D], .unexpectedByte, 1))
        }
    }

    @Test(
        "a byte order mark and every UTF-16 form",
        arguments: [
            Case([0xEF, 0xBB, 0xBF, 0x7B, 0x7D], .byteOrderMark, 0), Case([0xEF, 0xBB, 0xBF], .byteOrderMark, 0),
            Case([0xEF, 0xBB, 0x7B, 0x7D], .unexpectedByte, 0), Case([0xFF, 0xFE, 0x7B, 0x00], .unexpectedByte, 0),
            Case([0xFE, 0xFF, 0x00, 0x7B], .unexpectedByte, 0), Case([0x7B, 0x00, 0x7D, 0x00], .unexpectedByte, 1),
            Case([0x00, 0x7B, 0x00, 0x7D], .unexpectedByte, 0),
        ])
    func encodings(example: Case) { expectRefusal(example) }

    @Test("nesting one deeper than allowed stops at that byte, and a hundred thousand deep costs no stack")
    func depth() {
        for count in [33, 34, 100_000] {
            expectRefusal(Case(String(repeating: "[", count: count), .tooDeep, 32))
            expectRefusal(Case(String(repeating: "{\"\":", count: count), .tooDeep, 128))
            expectRefusal(Case(String(repeating: "[{\"\":", count: count), .tooDeep, 80))
        }
    }

    @Test("the error's text names the byte and never quotes the document")
    func errorText() {
        let error = #expect(throws: JSONError.self) { try JSONReader.read(Array(#"{"secret":1,"secret":2}"#.utf8)) }
        #expect(error?.rule == "a member name appears twice in one object (byte 12)")
    }
}
