import Testing

@testable import GraphSimulator
@testable import rescind_lab

@Suite("the judge of lost answers")
struct DoubtRuleTests {
    @Test("what must come of a lost answer is no violation")
    func clean() {
        var unresolved = Doubt.found("third")
        unresolved.outcomes = []
        unresolved.answer("unresolved", "answerLost")
        var untouched = Doubt(command: "fourth", meeting: "m", kind: .untouchedReset)
        untouched.answer("failed", "graphUnavailable")
        let doubts = [Doubt.found("first"), .repeated("second"), unresolved, untouched]
        #expect(DoubtJudge.violations(in: doubts, unresolvedBound: 0.3) == [])
    }

    @Test("no outcome, two of them, and one that is not primary are found")
    func outcomes() {
        var none = Doubt.found("none")
        none.outcomes = []
        var two = Doubt.found("two")
        two.answer("cancelled", "alreadyCancelled", evidence: "observed", isPrimary: false)
        var secondary = Doubt.found("secondary")
        secondary.outcomes = []
        secondary.answer("cancelled", evidence: "inferred", isPrimary: false)
        #expect(
            OnePrimaryRule.violations(in: [.found(), none, two, secondary]).map(\.text)
                == [
                    "none (acted, 202 cut by RST): 0 outcomes, 0 of them primary",
                    "two (acted, 202 cut by RST): 2 outcomes, 1 of them primary",
                    "secondary (acted, 202 cut by RST): 1 outcomes, 0 of them primary",
                ]
        )
    }

    @Test(
        "untouched, of a meeting that is cancelled: found",
        arguments: [("refused", "eventNotFound"), ("failed", "graphUnavailable"), ("failed", "throttledOut")]
    )
    func touched(status: String, reason: String) {
        var doubt = Doubt.found()
        doubt.outcomes = []
        doubt.answer(status, reason)
        #expect(
            TrueOutcomeRule.violations(in: [doubt])
                == [
                    Violation(
                        rule: "truth", text: "c (acted, 202 cut by RST): \(status) \(reason), and it is cancelled",
                        meeting: "m of c")
                ]
        )
    }

    @Test("cancelled, of a meeting that is on the calendar: found")
    func standing() {
        var doubt = Doubt.repeated()
        doubt.isCancelled = false
        #expect(
            TrueOutcomeRule.violations(in: [doubt]).map(\.text)
                == ["c (not acted, 5xx cut by FIN): cancelled, and it is on the calendar"]
        )
    }

    @Test("an acknowledgement of what nobody acknowledged is found, and that of a second request is none")
    func acknowledged() {
        var doubt = Doubt.found()
        doubt.outcomes = []
        doubt.answer("cancelled", evidence: "acknowledged")
        #expect(
            TrueOutcomeRule.violations(in: [doubt, .repeated()]).map(\.text)
                == ["c (acted, 202 cut by RST): cancelled, and nobody acknowledged it"]
        )
    }

    @Test("a second mail, a missing one, and one for a meeting that stands are found")
    func mails() {
        var (twice, never, anyway) = (Doubt.found("twice"), Doubt.found("never"), Doubt.repeated("anyway"))
        twice.mails = 2
        never.mails = 0
        anyway.isCancelled = false
        #expect(
            MailRule.violations(in: [.found(), twice, never, anyway]).map(\.text)
                == [
                    "twice (acted, 202 cut by RST): 2 cancellations sent instead of 1",
                    "never (acted, 202 cut by RST): 0 cancellations sent instead of 1",
                    "anyway (not acted, 5xx cut by FIN): 1 cancellations sent instead of 0",
                ]
        )
    }

    @Test("a request for a meeting that was cancelled already is found, whatever came of it")
    func repeats() {
        var doubt = Doubt.repeated()
        doubt.repeats = 1
        #expect(
            MailRule.violations(in: [doubt]).map(\.text)
                == ["c (not acted, 5xx cut by FIN): 1 cancel requests after it was cancelled"]
        )
    }

    @Test("as many unresolved as the bound are too many")
    func unresolved() {
        var doubts = (0..<1000).map { Doubt.found("c\($0)") }
        #expect(ResolvedRule.violations(in: doubts, bound: 0.001) == [])
        doubts[7].outcomes = []
        doubts[7].answer("unresolved", "answerLost")
        #expect(ResolvedRule.violations(in: doubts, bound: 0.0011) == [])
        #expect(
            ResolvedRule.violations(in: doubts, bound: 0.001)
                == [Violation(rule: "resolved", text: "1 of 1000 commands are unresolved")]
        )
    }

    @Test("the report says what is wrong, and of which command")
    func report() {
        var doubt = Doubt.found()
        doubt.mails = 2
        func report(_ doubts: [Doubt], strangers: Int = 0) -> DoubtReport {
            DoubtReport(
                settings: DoubtSettings(), doubts: doubts, took: .seconds(1), requests: RequestCounts(), copies: 0,
                strangers: strangers)
        }
        #expect(report([.found(), .repeated()]).lines.last == "✓ no violation")
        #expect(
            report([doubt]).lines.suffix(2) == [
                "✗ oneMail: c (acted, 202 cut by RST): 2 cancellations sent instead of 1", "✗ 1 violations: oneMail 1",
            ])
        #expect(report([.found()], strangers: 1).violations.map(\.rule) == ["onePrimary"])
    }
}
