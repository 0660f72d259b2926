import Testing

@testable import rescind_lab

@Suite("outcomes are true")
struct TruthRuleTests {
    @Test("cancelled and gone, and what later commands of the meeting are told, are as they must be")
    func clean() throws {
        var facts = try CrashFacts.clean()
        try facts.write("second", at: 1)
        facts.answer(1, "refused", "eventNotFound", at: 300)
        try facts.write("first", at: 2, .duplicate)
        facts.answer(2, "refused", "duplicateInProgress", at: 150)
        #expect(TruthRule.violations(in: facts) == [])
    }

    @Test("a dry run before the cancel is as it must be")
    func dryRun() throws {
        var facts = CrashFacts()
        try facts.write("first", at: 0, .dryRun)
        try facts.write("second", at: 1)
        facts.answer(0, "checked", "wouldCancel", at: 50)
        facts.request(at: 100)
        facts.answer(1, "cancelled", at: 200)
        #expect(TruthRule.violations(in: facts) == [])
    }

    @Test("cancelled, and on the calendar: found")
    func notCancelled() throws {
        var facts = try CrashFacts.clean()
        facts.cancelledMeetings = []
        #expect(
            TruthRule.violations(in: facts).map(\.text) == ["cancelled cancelled for 0:0, and it is on the calendar"]
        )
    }

    @Test(
        "untouched, though a request had acted: found",
        arguments: [("refused", "eventNotFound"), ("failed", "graphUnavailable"), ("checked", "wouldCancel")])
    func touched(status: String, reason: String) throws {
        var facts = CrashFacts()
        try facts.write("first", at: 0)
        facts.request(at: 100)
        facts.answer(0, status, reason, at: 200)
        #expect(
            TruthRule.violations(in: facts)
                == [
                    Violation(
                        rule: "truth", text: "\(status) \(reason) for 0:0, and a request had cancelled it before",
                        meeting: "m"
                    )
                ]
        )
    }

    @Test("a later command's outcome does not explain an earlier one's")
    func laterDoesNotExplain() throws {
        var facts = CrashFacts()
        try facts.write("first", at: 0)
        try facts.write("second", at: 1)
        facts.request(at: 100)
        facts.answer(0, "refused", "eventNotFound", at: 200)
        facts.answer(1, "cancelled", "alreadyCancelled", at: 300)
        #expect(TruthRule.violations(in: facts).count == 1)
    }

    @Test("a request after which no outcome speaks of a cancel is found once everything is answered")
    func untold() throws {
        var facts = CrashFacts()
        try facts.write("first", at: 0)
        facts.request(at: 300)
        #expect(TruthRule.violations(in: facts) == [])
        facts.answer(0, "failed", "graphUnavailable", at: 200)
        #expect(TruthRule.violations(in: facts).map(\.text) == ["a request cancelled it and no outcome says so"])
        facts.outcomes = []
        facts.answer(0, "unresolved", "answerLost", at: 200)
        #expect(TruthRule.violations(in: facts) == [])
    }
}
