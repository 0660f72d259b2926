import CommandContract
import CommandPipeline
import MeetingCancellation
import Testing

@Suite("Which command of a tenant that is held is its probe")
struct ProbeTests {
    private static let early = #","notBefore":"2027-01-20T00:00:00Z""#

    private func command(_ id: String, at offset: Int64, more: String = "") -> ConsumedRecord {
        .cancel(id, at: offset, event: "AAMk-\(offset)", mailbox: "m\(offset % 3)@contoso.example", more: more)
    }

    /// Ten commands have failed alike, and none waits.
    private func held() throws -> WithdrawalBench {
        var bench = WithdrawalBench()
        for number in 0..<10 { bench.arrive(command("F\(number)", at: Int64(number))) }
        while let question = bench.questions.first {
            if case .obtainPermission = question {
                try bench.answerPermission()
            } else {
                try bench.failRead(.forbidden)
            }
        }
        bench.commit()
        #expect(bench.outcomes.count == 10)
        return bench
    }

    private func passTime(_ seconds: Int64, in bench: inout WithdrawalBench) {
        bench.wait(.seconds(seconds))
        bench.fireTimers { if case .pauses = $0 { true } else { false } }
    }

    /// The commands for which something is asked.
    private func asked(_ bench: WithdrawalBench) -> [Int64] {
        bench.questions.compactMap { if case .obtainPermission(let id, _) = $0 { id.offset } else { nil } }
    }

    @Test("not one that must not go before a later time: neither as it comes nor of those that wait", arguments: 0...1)
    func early(comesFirst: Int) throws {
        var bench = try held()
        if comesFirst == 0 { passTime(30, in: &bench) }
        bench.arrive(command("E", at: 10, more: Self.early))
        #expect(bench.questions.isEmpty)
        bench.arrive(command("N", at: 11))
        if comesFirst == 1 {
            #expect(bench.questions.isEmpty)
            passTime(30, in: &bench)
        }
        #expect(asked(bench) == [11])
    }

    @Test("not one that people have paused meanwhile: when they let it go, it waits like the others")
    func paused() throws {
        var bench = try held()
        bench.arrive(command("N", at: 10), command("M", at: 11))
        passTime(30, in: &bench)
        #expect(asked(bench) == [10])
        bench.pause(PauseOrder(.everything, reason: "an exercise", since: bench.now))
        try bench.answerPermission()
        #expect(bench.questions.isEmpty)
        bench.pause()
        #expect(bench.questions.isEmpty)
        passTime(120, in: &bench)
        #expect(asked(bench) == [11], "one at a time, and another one")
    }

    @Test("a probe that fails otherwise, but by what all have in common too, waits again with the others")
    func otherFailure() throws {
        var bench = try held()
        bench.arrive(command("N", at: 10), command("M", at: 11))
        passTime(30, in: &bench)
        try bench.answerPermission(.failure(.credentialInvalid(code: "expired")))
        bench.commit()
        #expect(bench.questions.isEmpty && bench.outcomes.count == 10)
        passTime(60, in: &bench)
        #expect(asked(bench) == [11])
        try bench.answerPermission()
        try bench.answerRead()
        try bench.answerPermission()
        bench.commit()
        try bench.answerCancel()
        #expect(asked(bench) == [10], "released")
    }
}
