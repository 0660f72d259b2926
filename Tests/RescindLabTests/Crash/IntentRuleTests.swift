import Testing

@testable import rescind_lab

@Suite("no cancel request without its attempt in the ledger")
struct IntentRuleTests {
    @Test("without a ledger it says nothing")
    func silent() throws { #expect(try !IntentRule.applies(to: .clean())) }

    @Test("an attempt before each request is as it must be; a repeat after 401 needs none of its own")
    func clean() throws {
        var facts = CrashFacts()
        try facts.write("first", at: 0)
        try facts.ledger("first", .waiting, at: 40)
        try facts.ledger("first", .attempting, at: 90, attempt: 1)
        facts.request(at: 100, "a", acted: false, status: 401)
        facts.request(at: 110, "a")
        try facts.ledger("first", .settled, at: 190)
        #expect(IntentRule.applies(to: facts))
        #expect(IntentRule.violations(in: facts) == [])
    }

    @Test("an attempt that came after the request is found")
    func late() throws {
        var facts = try CrashFacts.clean()
        try facts.ledger("first", .waiting, at: 40)
        try facts.ledger("first", .attempting, at: 101, attempt: 1)
        #expect(
            IntentRule.violations(in: facts)
                == [Violation(rule: "intent", text: "cancel request 1 after 0 attempts in the ledger", meeting: "m")]
        )
    }

    @Test("a second request on the first attempt is found, though the attempt was written twice")
    func second() throws {
        var facts = try CrashFacts.clean()
        for time: Int64 in [90, 150] { try facts.ledger("first", .attempting, at: time, attempt: 1) }
        facts.request(at: 160, "b", acted: false)
        #expect(IntentRule.violations(in: facts).map(\.text) == ["cancel request 2 after 1 attempts in the ledger"])
        try facts.ledger("first", .attempting, at: 155, attempt: 2)
        #expect(IntentRule.violations(in: facts) == [])
    }

    @Test("two workers' first requests are two, though both have the first attempt's id")
    func sameID() throws {
        var facts = try CrashFacts.clean()
        try facts.ledger("first", .attempting, at: 90, attempt: 1)
        facts.request(at: 160, "a", acted: false, status: 404)
        #expect(IntentRule.violations(in: facts).map(\.text) == ["cancel request 2 after 1 attempts in the ledger"])
    }

    @Test("another command's attempt does not count")
    func another() throws {
        var facts = try CrashFacts.clean()
        try facts.write("second", at: 1, meeting: "n")
        try facts.ledger("second", .attempting, at: 90, attempt: 1)
        #expect(IntentRule.violations(in: facts).map(\.meeting) == ["m"])
    }
}
