import Testing

@testable import rescind_lab

@Suite("no cancel request after a final outcome")
struct SettledRuleTests {
    @Test("requests before the outcome are as they must be")
    func clean() throws { #expect(SettledRule.violations(in: try .clean()) == []) }

    @Test("a request after cancelled is found, whichever command of the meeting it is for")
    func afterCancelled() throws {
        var facts = try CrashFacts.clean()
        try facts.write("second", at: 1)
        facts.request(at: 250, "b", acted: false)
        #expect(
            SettledRule.violations(in: facts)
                == [
                    Violation(rule: "settled", text: "a cancel request 50 ms after cancelled cancelled", meeting: "m")
                ]
        )
    }

    @Test("a request after unresolved is found; one of the meeting's next command is not")
    func afterUnresolved() throws {
        var facts = CrashFacts()
        try facts.write("first", at: 0)
        facts.answer(0, "unresolved", "answerLost", at: 200)
        facts.request(at: 250, "b")
        #expect(SettledRule.violations(in: facts).count == 1)
        try facts.write("second", at: 1)
        #expect(SettledRule.violations(in: facts) == [])
    }

    @Test("a request after a refusal is found only where aborted outcomes do not show")
    func afterRefused() throws {
        var facts = CrashFacts()
        try facts.write("first", at: 0)
        facts.answer(0, "failed", "throttledOut", at: 200)
        facts.request(at: 250)
        #expect(SettledRule.violations(in: facts) == [])
        facts.showsOnlyCommitted = true
        #expect(SettledRule.violations(in: facts).count == 1)
    }

    @Test("a refused duplicate ends nothing")
    func duplicate() throws {
        var facts = try CrashFacts.clean()
        facts.showsOnlyCommitted = true
        try facts.write("first", at: 1, .duplicate)
        facts.answer(1, "refused", "duplicateInProgress", at: 50)
        #expect(SettledRule.violations(in: facts) == [])
    }
}
