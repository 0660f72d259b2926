import Testing

@testable import rescind_lab

@Suite("one mail to anybody")
struct OneMailRuleTests {
    @Test("each attendee of each meeting may get one")
    func clean() throws {
        var facts = try CrashFacts.clean()
        facts.request(at: 100, meeting: "n")
        #expect(OneMailRule.violations(in: facts) == [])
    }

    @Test("a second one is found")
    func second() throws {
        var facts = try CrashFacts.clean()
        facts.mails.append(SentMail(meeting: "m", to: "bruno", time: 900))
        #expect(
            OneMailRule.violations(in: facts)
                == [Violation(rule: "oneMail", text: "2 cancellations to bruno", meeting: "m")]
        )
    }
}
