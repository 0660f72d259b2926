import CommandContract
import Testing

@Suite("Command identity")
struct CommandIdentityTests {
    @Test("printable ASCII without spaces is accepted up to the length limits")
    func accepted() throws {
        let all = String(String.UnicodeScalarView((UInt8(0x21)...0x7E).map { Unicode.Scalar($0) }))
        let identity = try CommandIdentity(source: all, id: all)
        #expect(identity.source == all)
        #expect(identity.id == all)
        let longest = try CommandIdentity(
            source: String(repeating: "s", count: 500), id: String(repeating: "i", count: 200))
        #expect(longest.id.utf8.count == 200)
    }

    @Test(
        "anything else is refused by name",
        arguments: [
            "", " ", "a b", "a\n", "a\r\nb", "\u{0}", "a\u{7F}", "caf\u{E9}", "e\u{301}", "\u{212A}", "\u{202E}a",
            "\u{FF41}",
            "\u{1F600}", "\t", "a\u{A0}b", "\u{200B}",
        ])
    func refused(text: String) {
        expectFault("source") { () throws(FieldFault) in try CommandIdentity(source: text, id: "ok") }
        expectFault("id") { () throws(FieldFault) in try CommandIdentity(source: "ok", id: text) }
    }

    @Test("one character too many is refused")
    func lengths() {
        expectFault("source") { () throws(FieldFault) in
            try CommandIdentity(source: String(repeating: "s", count: 501), id: "ok")
        }
        expectFault("id") { () throws(FieldFault) in
            try CommandIdentity(source: "ok", id: String(repeating: "i", count: 201))
        }
    }

    @Test("the pair is the identity, in letters as spelled, and its parts do not run together")
    func equality() throws {
        let identity = try CommandIdentity(source: "a", id: "b")
        #expect(identity == (try CommandIdentity(source: "a", id: "b")))
        #expect(identity != (try CommandIdentity(source: "A", id: "b")))
        #expect(identity != (try CommandIdentity(source: "b", id: "a")))
        #expect((try CommandIdentity(source: "ab", id: "c")) != (try CommandIdentity(source: "a", id: "bc")))
    }

    private func expectFault(_ field: String, _ body: () throws(FieldFault) -> CommandIdentity) {
        do {
            _ = try body()
            Issue.record("accepted")
        } catch {
            #expect(error.field == field)
            #expect(error.rule.contains("printable ASCII"))
        }
    }
}
