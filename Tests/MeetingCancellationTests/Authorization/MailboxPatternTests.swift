import CommandContract
import MeetingCancellation
import Testing

@Suite("Mailbox pattern")
struct MailboxPatternTests {
    @Test(
        "reads a star, a domain or a single mailbox, and nothing else",
        arguments: [
            ("*", .any), ("*@Contoso.Example", .domain("contoso.example")),
            ("Ada@Contoso.Example", .exactly("ada@contoso.example")),
            ("", nil), ("*@", nil), ("a*@contoso.example", nil), ("*@*.example", nil), ("**", nil), ("*.example", nil),
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
}
