import Testing

@testable import rescind_lab

@Suite("no request before the time that Retry-After permits")
struct PermittedTimeRuleTests {
    /// An answer goes out at 1 s that asks for 2 s; then requests arrive.
    private func violations(after answer: [Duration], mailbox: String = "m") -> Int {
        var facts = StormFacts()
        facts.request("m", .throttled, at: .milliseconds(900), status: 429, wait: .seconds(2))
        for time in answer { facts.request(mailbox, .throttled, at: .seconds(1) + time) }
        return PermittedTimeRule.finding(in: facts).violations.count
    }

    @Test("at the time or later it may be asked")
    func permitted() { #expect(violations(after: [.seconds(2), .milliseconds(2001), .seconds(9)]) == 0) }

    @Test("earlier is a violation, by more than the clocks may differ", arguments: [251, 1000, 1994])
    func early(milliseconds: Int) { #expect(violations(after: [.milliseconds(milliseconds)]) == 1) }

    @Test("what arrived before the answer went out, and what crossed it, was on its way")
    func onTheWay() {
        #expect(violations(after: [.milliseconds(-50), .milliseconds(-1), .milliseconds(3), .milliseconds(240)]) == 0)
    }

    @Test("no more can have crossed an answer than the lane has other places")
    func tooMany() { #expect(violations(after: [.milliseconds(3), .milliseconds(4), .milliseconds(5)]) == 1) }

    @Test("another mailbox is not concerned")
    func another() { #expect(violations(after: [.seconds(1)], mailbox: "n") == 0) }

    @Test("the longest of several waits counts")
    func several() {
        var facts = StormFacts()
        facts.request("m", .throttled, at: .milliseconds(900), status: 429, wait: .seconds(3))
        facts.request("m", .throttled, at: .milliseconds(950), status: 429, wait: .seconds(1))
        facts.request("m", .throttled, at: .seconds(3))
        #expect(PermittedTimeRule.finding(in: facts).violations.count == 1)
    }
}
