import Testing

@testable import rescind_lab

@Suite("the verdict on a storm")
struct StormJudgeTests {
    private func rules(_ change: (inout StormFacts) throws -> Void) rethrows -> [String] {
        var facts = StormFacts.clean()
        try change(&facts)
        return StormJudge.verdict(facts).violations.map(\.rule)
    }

    @Test("a storm in which all promises held has no violation, and its measurements are told with their bounds")
    func clean() {
        let verdict = StormJudge.verdict(.clean())
        #expect(verdict.violations == [])
        let text = StormReport.lines(verdict, StormFacts.clean().settings).joined(separator: "\n")
        #expect(text.contains("✓ no violation"))
        #expect(verdict.lines.contains { $0.what == "most requests for a mailbox at a time" && $0.measured == "3" })
        #expect(verdict.lines.contains { $0.measured == "200 ms, 230 ms" && $0.bound == "260 ms" })
        #expect(verdict.lines.contains { $0.measured == "60.0 MB" })
    }

    @Test("a fourth request at a time for one mailbox is found")
    func fourth() {
        #expect(rules { $0.request("hot", .hot, at: .seconds(70), underWay: 4) } == ["inFlight"])
    }

    @Test("one cancel more than the budget in a minute that begins anywhere is found")
    func budget() {
        #expect(rules { $0.request("hot", .hot, at: .milliseconds(77_500), isCancel: true) } == ["budget"])
        let elsewhere = rules { $0.request("another", .quiet, at: .milliseconds(77_500), isCancel: true) }
        #expect(elsewhere == [])
    }

    @Test("a median of the others beyond 1.2 times and the measuring tolerance is found, up to it is not")
    func latency() {
        func storm(_ took: Duration) -> [String] {
            rules { facts in
                facts.answers = facts.answers.map { answer in
                    guard answer.group == .quiet, answer.sent >= .seconds(60) else { return answer }
                    return StormAnswer(group: .quiet, sent: answer.sent, took: took, status: answer.status)
                }
            }
        }
        #expect(storm(.milliseconds(259)) == [])
        #expect(storm(.milliseconds(261)) == ["latency"])
    }

    @Test("too few commands for a median are no proof")
    func fewCommands() {
        #expect(rules { $0.answers.removeAll { (.seconds(10)..<(.seconds(60))).contains($0.sent) } } == ["latency"])
    }

    @Test("a record without an outcome, and an outcome that is no cancel, are found")
    func drained() {
        #expect(rules { $0.unanswered = 1 } == ["drained"])
        #expect(rules { $0.answer(.away, at: .seconds(90), took: .seconds(1), status: "unresolved") } == ["drained"])
    }

    @Test("memory may be ten megabytes above what it was after the warm-up, and no byte more")
    func memory() {
        let late: Duration = .seconds(310)
        #expect(rules { $0.memory.append(MemorySample(at: late, bytes: 70_000_000)) } == [])
        #expect(rules { $0.memory.append(MemorySample(at: late, bytes: 70_000_001)) } == ["memory"])
        // While it warms up anything goes.
        #expect(rules { $0.memory.append(MemorySample(at: .seconds(80), bytes: 90_000_000)) } == [])
    }

    @Test("where the system tells no memory, and where the run was too short, that is said", arguments: [0, 119])
    func noMemory(seconds: Int) {
        var facts = StormFacts.clean()
        facts.memory.removeAll { $0.at >= .seconds(seconds) }
        let finding = MemoryRule.finding(in: facts)
        #expect(finding.violations == [])
        let text = seconds == 0 ? "not told by this system" : "not judged: the run is over before 120.0 s"
        #expect(finding.lines.map(\.measured) == [text])
    }

    @Test("a second outcome and a second mail are found, by the rules of the crash harness")
    func records() throws {
        let found = try rules { facts in
            facts.records = try .clean()
            facts.records.answer(0, "cancelled", at: 300, id: "another")
            facts.records.mails.append(SentMail(meeting: "m", to: "bruno", time: 900))
        }
        #expect(found == ["oneOutcome", "oneMail"])
    }

    @Test("a worker that ends by itself is found")
    func misbehaviour() {
        #expect(rules { $0.misbehaviour = [Violation(rule: "process", text: "gone")] } == ["process"])
    }

    @Test(
        "what was no storm proves nothing",
        arguments: [
            StormGroup.hot: "commands of the storm to one mailbox", .throttled: "answered 429",
            .away: "the cloud that was down",
        ])
    func noStorm(group: StormGroup, text: String) {
        var facts = StormFacts.clean()
        if group == .hot { facts.answers.removeAll { $0.group == .hot } }
        facts.requests = facts.requests.map { request in
            var request = request
            if request.group == group { request.status = 202 }
            return request
        }
        let violations = PremiseRule.finding(in: facts).violations
        #expect(violations.count == 1)
        #expect(violations.first?.text.contains(text) == true)
    }

    @Test("a lane that is never full and a budget that binds nobody prove nothing")
    func nothingBinds() {
        let idle = rules { facts in
            facts.requests = facts.requests.filter { $0.underWay < 3 }
        }
        #expect(idle == ["premise", "premise"])
    }
}
