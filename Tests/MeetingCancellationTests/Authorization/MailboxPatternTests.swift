import CommandContract
import Testing

@testable import MeetingCancellation

@Suite("Mailbox pattern")
struct MailboxPatternTests {
    @Test(
        "reads a star, a domain or a single mailbox, and nothing else",
        arguments: [
            ("*", .any), ("*@Contoso.Example", .domain("contoso.example")),
            ("Ada@Contoso.Example", .exactly("ada@contoso.example")),
            ("8F5C0D3E-1B2A-4C5D-9E8F-0A1B2C3D4E5F", .exactly("8f5c0d3e-1b2a-4c5d-9e8f-0a1b2c3d4e5f")),
            ("", nil), ("*@", nil), ("ada", nil), ("*@contoso", nil), ("ada@contoso.example ", nil), ("* ", nil),
            ("*@contoso.example/x", nil), ("ada@con@toso.example", nil), ("8f5c0d3e-1b2a-4c5d-9e8f", nil),
            ("a*@contoso.example", nil), ("*@*.example", nil), ("**", nil), ("*.example", nil),
        ] as [(String, MailboxPattern?)]
    )
    func reads(text: String, pattern: MailboxPattern?) { #expect(MailboxPattern(text) == pattern) }

    @Test(
        "matches whole mailboxes only",
        arguments: [
            ("*", "ada@contoso.example", true), ("*@contoso.example", "ada@contoso.example", true),
            ("*@contoso.example", "ada@sub.contoso.example", false),
            ("*@contoso.example", "ada@notcontoso.example", false),
            ("*@contoso.example", "8f5c0d3e-1b2a-4c5d-9e8f-0a1b2c3d4e5f", false),
            ("ada@contoso.example", "ada@contoso.example", true),
            ("ada@contoso.example", "xada@contoso.example", false),
            ("8F5C0D3E-1B2A-4C5D-9E8F-0A1B2C3D4E5F", "8f5c0d3e-1b2a-4c5d-9e8f-0a1b2c3d4e5f", true),
        ]
    )
    func matches(pattern: String, mailbox: String, allowed: Bool) throws {
        let policy = Sample.policy(mailboxes: [try #require(MailboxPattern(pattern))])
        let command = try Sample.command(target: "{\"user\":\"\(mailbox)\"}")
        #expect((AuthorizationPolicyTests.refusal(policy, command) == nil) == allowed)
    }

    /// Each looks, folds or composes like `kim@contoso.example` or its domain, and is another address.
    private static let homographs = [
        "k\u{0456}m@contoso.example",  // Cyrillic і
        "kim@cont\u{043E}so.example",  // Cyrillic о
        "kim@contoso.ex\u{0430}mple",  // Cyrillic а
        "k\u{0131}m@contoso.example",  // dotless i
        "K\u{0130}M@contoso.example",  // I with a dot, which folds to i and a combining dot
        "\u{212A}im@contoso.example",  // the Kelvin sign, which folds to k
        "kim\u{FF20}contoso.example",  // full-width @
        "kim@contoso\u{3002}example",  // ideographic full stop, which IDNA takes for a dot
        "ki\u{0301}m@contoso.example",  // combining acute
        "kim\u{200D}@contoso.example",  // zero-width joiner
        "kim@contoso.example\u{0301}",
        "kim@conto\u{017F}o.example",  // long s, which folds to s
    ]

    @Test("a homograph is no pattern, and matches none", arguments: homographs)
    func homograph(text: String) throws {
        #expect(MailboxPattern(text) == nil)
        for pattern in [.any, .domain("contoso.example"), .exactly("kim@contoso.example")] as [MailboxPattern] {
            #expect(pattern.matches("kim@contoso.example") && pattern.matches("KIM@Contoso.Example"))
            #expect(!pattern.matches(text))
        }
        // Nor when somebody has made it without the check: comparing is by bytes.
        #expect(!MailboxPattern.exactly(text).matches("kim@contoso.example"))
    }

    @Test(
        "a homograph of a domain is no pattern either",
        arguments: ["*@contos\u{043E}.example", "*\u{FF20}contoso.example", "*@contoso.example\u{0301}", "\u{FF0A}"])
    func domainHomograph(text: String) { #expect(MailboxPattern(text) == nil) }

    @Test("only A to Z are folded: no other byte of ASCII matches another")
    func folding() {
        for byte in UInt8(0x21)...0x7E {
            let mailbox = "a" + String(UnicodeScalar(byte)) + "@contoso.example"
            let isCapital = (0x41...0x5A).contains(byte)
            for other in UInt8(0x21)...0x7E {
                let pattern = MailboxPattern.exactly("a" + String(UnicodeScalar(other)) + "@contoso.example")
                #expect(pattern.matches(mailbox) == (other == (isCapital ? byte + 32 : byte)))
            }
        }
    }
}
