import MicrosoftGraph
import Testing

@Suite struct IdentifierRulesTests {
    private func eventRule(_ id: String) -> PathError.Rule? {
        do throws(PathError) {
            _ = try EventPath(mailbox: .me, calendar: .events, eventID: id)
            return nil
        } catch {
            return error.rule
        }
    }

    private func userRule(_ user: String) -> PathError.Rule? {
        do throws(PathError) {
            _ = try EventPath(mailbox: .user(user), calendar: .events, eventID: "E")
            return nil
        } catch {
            return error.rule
        }
    }

    @Test(
        "a Graph id passes",
        arguments: ["A", "AAMkAGI1AAAt9AHjAAA=", "AQ-_==", "0", String(repeating: "x", count: 1024)]
    )
    func usableIDs(id: String) {
        #expect(self.eventRule(id) == nil)
    }

    @Test(
        "an id that could leave its segment, or is none, is refused",
        arguments: [
            ("", PathError.Rule.empty), ("../", .characterNotAllowed), ("..", .characterNotAllowed),
            ("%2F", .characterNotAllowed), ("%252F", .characterNotAllowed), ("%2e%2e", .characterNotAllowed),
            ("/", .exchangeSpelling), ("AA+BB/CC=", .exchangeSpelling), ("AA/..", .characterNotAllowed),
            ("../AA", .characterNotAllowed), ("\\", .characterNotAllowed), ("?", .characterNotAllowed),
            ("#", .characterNotAllowed), (";", .characterNotAllowed), ("A B", .characterNotAllowed),
            ("$value", .characterNotAllowed), ("microsoft.graph.cancel", .characterNotAllowed),
            ("A\u{0}", .characterNotAllowed), ("A\r\nB", .characterNotAllowed), ("A\u{7F}", .characterNotAllowed),
            ("\u{212A}", .characterNotAllowed), ("\u{FF21}", .characterNotAllowed), ("A\u{200B}", .characterNotAllowed),
            (String(repeating: "x", count: 1025), .tooLong), (String(repeating: "x", count: 10_240), .tooLong),
        ]
    )
    func unusableIDs(id: String, rule: PathError.Rule) {
        #expect(self.eventRule(id) == rule)
    }

    @Test(
        "a user is an object id or an ASCII principal name",
        arguments: [
            "5f0c1a52-7a3e-4f4e-9a46-2f3f0f5b7d11", "5F0C1A52-7A3E-4F4E-9A46-2F3F0F5B7D11", "alex@contoso.example",
            "Alex.Wilber@Contoso.OnMicrosoft.com", "o'brien@contoso.example", "a+b&c@contoso.example",
            "guest_fabrikam.example#EXT#@contoso.example", "a!b^c~d-e_f@contoso.example", "a@xn--bcher-kva.example",
            String(repeating: "a", count: 64) + "@" + String(repeating: "b", count: 40) + ".example",
        ]
    )
    func usableUsers(user: String) {
        #expect(self.userRule(user) == nil)
    }

    @Test(
        "anything else is no user, look-alikes of other scripts first of all",
        arguments: [
            "\u{430}lex@contoso.example", "\u{212A}im@contoso.example", "\u{17F}am@contoso.example",
            "\u{FF41}lex@contoso.example", "\u{130}an@contoso.example", "al\u{200B}ex@contoso.example",
            "alex@c\u{43E}ntoso.example", "a@b@c", "alex@contoso.example.", "alex@.contoso.example",
            "alex.@contoso.example",
            "@contoso.example", "alex@", "alex", "$alex@contoso.example", "al$ex@contoso.example",
            "a/b@contoso.example",
            "a%2Fb@contoso.example", "a b@contoso.example", "a\u{0}@contoso.example", "a@contoso_x.example",
            "a@-contoso.example", "a?b@contoso.example", "a=b@contoso.example", "a\\b@contoso.example",
            "5f0c1a52-7a3e-4f4e-9a46-2f3f0f5b7d1", "5f0c1a527a3e4f4e9a462f3f0f5b7d11",
            "{5f0c1a52-7a3e-4f4e-9a46-2f3f0f5b7d11}", "gf0c1a52-7a3e-4f4e-9a46-2f3f0f5b7d11", "..", "me",
            String(repeating: "a", count: 65) + "@contoso.example",
            "a@" + String(repeating: "b", count: 49), "a@" + String(repeating: "b", count: 41) + ".example",
        ]
    )
    func unusableUsers(user: String) {
        #expect(self.userRule(user) == .notGUIDOrPrincipalName)
    }

    @Test("an error's text holds the rule and not the value")
    func text() {
        let error = #expect(throws: PathError.self) {
            try EventPath(mailbox: .me, calendar: .events, eventID: "canary/1")
        }
        #expect(
            error?.description == "event id: replace '/' by '-' and '+' by '_' to get the Graph spelling of this id")
        #expect(error?.code == "exchangeSpelling")
    }
}
