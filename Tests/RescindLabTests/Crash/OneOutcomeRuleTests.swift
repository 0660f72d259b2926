import Testing

@testable import rescind_lab

@Suite("one outcome a record")
struct OneOutcomeRuleTests {
    @Test("a record with its outcome, a tombstone without one, and copies on the mock are as they must be")
    func clean() throws {
        var facts = try CrashFacts.clean()
        try facts.write(nil, at: 1, .tombstone, meeting: nil)
        facts.answer(0, "cancelled", at: 200)
        #expect(OneOutcomeRule.violations(in: facts) == [])
    }

    @Test("a lost record is found")
    func lost() throws {
        var facts = try CrashFacts.clean()
        try facts.write("second", at: 1, meeting: "n")
        let found = OneOutcomeRule.violations(in: facts)
        #expect(found == [Violation(rule: "oneOutcome", text: "plain at 0:1 has no outcome", meeting: "n")])
    }

    @Test("two outcomes of one record are found by their ids")
    func two() throws {
        var facts = try CrashFacts.clean()
        facts.answer(0, "refused", "eventNotFound", at: 300, id: "another")
        #expect(OneOutcomeRule.violations(in: facts).map(\.text) == ["plain at 0:0 has 2 different outcomes"])
    }

    @Test("a second committed copy is found where only committed records show")
    func committedCopy() throws {
        var facts = try CrashFacts.clean()
        facts.showsOnlyCommitted = true
        #expect(OneOutcomeRule.violations(in: facts) == [])
        facts.answer(0, "cancelled", at: 200)
        #expect(
            OneOutcomeRule.violations(in: facts).map(\.text) == ["plain at 0:0 has 2 committed copies of its outcome"]
        )
    }

    @Test("an outcome of a tombstone and one of nothing are found")
    func ofNothing() throws {
        var facts = try CrashFacts.clean()
        try facts.write(nil, at: 1, .tombstone, meeting: nil)
        facts.answer(1, "undecodable", "malformed", at: 300)
        facts.answer(7, "cancelled", at: 300)
        #expect(
            OneOutcomeRule.violations(in: facts).map(\.text) == [
                "tombstone at 0:1 was answered", "an outcome for a record at 0:7 that was never written",
            ]
        )
    }
}
