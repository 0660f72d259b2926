import Testing

@testable import rescind_lab

@Suite("the commands of a meeting in their order")
struct OrderRuleTests {
    private func pair(first: Int64, second: Int64) throws -> CrashFacts {
        var facts = CrashFacts()
        try facts.write("first", at: 0, .pair)
        try facts.write("second", at: 1, .pair)
        facts.answer(0, "cancelled", at: 200, place: first)
        facts.answer(1, "refused", "eventNotFound", at: 300, place: second)
        return facts
    }

    @Test("in order they are as they must be, and a late copy of the first changes nothing")
    func clean() throws {
        var facts = try pair(first: 0, second: 1)
        facts.answer(0, "cancelled", at: 400, place: 5)
        #expect(OrderRule.violations(in: facts) == [])
    }

    @Test("the second one first is found")
    func changedPlaces() throws {
        #expect(
            OrderRule.violations(in: try pair(first: 3, second: 2))
                == [Violation(rule: "order", text: "0:1 was answered before 0:0", meeting: "m")]
        )
    }

    @Test("a duplicate may be refused at once")
    func duplicate() throws {
        var facts = try CrashFacts.clean()
        facts.outcomes = []
        try facts.write("first", at: 1, .duplicate)
        facts.answer(1, "refused", "duplicateInProgress", at: 50, place: 0)
        facts.answer(0, "cancelled", at: 200, place: 1)
        #expect(OrderRule.violations(in: facts) == [])
    }
}
