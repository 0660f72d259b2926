import Testing

@testable import rescind_lab

@Suite("one primary outcome a command")
struct PrimaryRuleTests {
    @Test("as long as outcomes do not tell, it says nothing")
    func silent() throws { #expect(try !PrimaryRule.applies(to: .clean())) }

    /// Two records of one command.
    private func twice(_ first: Bool, _ second: Bool) throws -> CrashFacts {
        var facts = CrashFacts()
        try facts.write("first", at: 0)
        try facts.write("first", at: 1, .duplicate)
        facts.answer(0, "cancelled", at: 200, primary: first)
        facts.answer(1, "cancelled", at: 300, primary: second)
        return facts
    }

    @Test("one of two, its copies included, is as it must be")
    func clean() throws {
        var facts = try twice(true, false)
        facts.answer(0, "cancelled", at: 200, primary: true)
        #expect(PrimaryRule.applies(to: facts))
        #expect(PrimaryRule.violations(in: facts) == [])
    }

    @Test("two and none are found", arguments: [true, false])
    func wrong(both: Bool) throws {
        #expect(
            PrimaryRule.violations(in: try twice(both, both)).map(\.text)
                == ["\(both ? 2 : 0) primary outcomes of /lab first"]
        )
    }
}
