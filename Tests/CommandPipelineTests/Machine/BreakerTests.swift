import CommandContract
import CommandPipeline
import MeetingCancellation
import Testing

@Suite("While every command of a tenant would fail alike, its commands wait")
struct BreakerTests {
    private func arrive(_ numbers: Range<Int>, of mailboxes: Int = 3, in bench: inout WithdrawalBench) {
        for number in numbers {
            let mailbox = "m\(number % mailboxes)@contoso.example"
            bench.arrive(.cancel("C\(number)", at: Int64(number), event: "AAMk-\(number)", mailbox: mailbox))
        }
    }

    /// Every read is answered so, until nothing is asked any more.
    private func answer(_ bench: inout WithdrawalBench, _ failure: ExchangeFailure.Kind?) throws {
        while let question = bench.questions.first {
            switch question {
            case .obtainPermission: try bench.answerPermission()
            case .readMeeting: if let failure { try bench.failRead(failure) } else { try bench.answerRead() }
            default: try bench.answerCancel()
            }
            bench.commit()
        }
    }

    /// Fifteen commands, ten of which failed.
    private func held() throws -> WithdrawalBench {
        var bench = WithdrawalBench()
        arrive(0..<15, in: &bench)
        try answer(&bench, .forbidden)
        bench.commit()
        return bench
    }

    private func reasons(_ bench: WithdrawalBench) -> [String: Int] {
        bench.outcomes.reduce(into: [:]) { $0[$1.reason, default: 0] += 1 }
    }

    @Test("ten that failed alike, and the others wait in the ledger")
    func opens() throws {
        let bench = try held()
        #expect(reasons(bench) == ["accessDenied": 10])
        #expect(bench.offset == 15)
        #expect(bench.reports.contains { if case .tenantHeld(_, .accessDenied) = $0 { true } else { false } })
    }

    @Test("a probe that fails like the others waits again, and no command is lost to probes")
    func probeFails() throws {
        var bench = try held()
        for _ in 0..<5 {
            bench.wait(.seconds(700))
            bench.fireTimers()
            #expect(bench.questions.count == 1, "one at a time")
            try answer(&bench, .forbidden)
        }
        #expect(reasons(bench) == ["accessDenied": 10])
    }

    @Test("a probe that succeeds lets all go on")
    func probeSucceeds() throws {
        var bench = try held()
        bench.wait(.seconds(30))
        bench.fireTimers()
        #expect(bench.questions.count == 1)
        try answer(&bench, nil)
        #expect(reasons(bench) == ["accessDenied": 10, "cancelled": 5])
        #expect(bench.reports.contains { if case .tenantReleased(_, .accessDenied) = $0 { true } else { false } })
    }

    @Test("new commands wait as well, and the first of them is the probe when no older one waits")
    func newOnes() throws {
        var bench = WithdrawalBench()
        arrive(0..<10, in: &bench)
        try answer(&bench, .forbidden)
        arrive(10..<12, in: &bench)
        #expect(bench.questions.isEmpty)
        bench.wait(.seconds(30))
        bench.fireTimers()
        #expect(bench.questions.count == 1)
    }

    @Test("at their deadline they end untouched")
    func deadline() throws {
        var bench = try held()
        bench.wait(.seconds(25 * 3600))
        bench.fireTimers()
        bench.commit()
        try answer(&bench, .forbidden)
        #expect(reasons(bench)["tenantPaused"] ?? 0 >= 4)
        #expect(bench.outcomes.count == 15)
    }

    @Test("a mailbox that is gone holds nobody but itself")
    func oneMailbox() throws {
        var bench = WithdrawalBench()
        arrive(0..<30, of: 2, in: &bench)
        try answer(&bench, .mailboxUnavailable)
        #expect(reasons(bench) == ["mailboxUnavailable": 30])
    }

    @Test("another command is tried each time")
    func turns() throws {
        var bench = try held()
        var tried: Set<Int64> = []
        for _ in 0..<5 {
            bench.wait(.seconds(700))
            bench.fireTimers()
            if case .obtainPermission(let id, _)? = bench.questions.first { tried.insert(id.offset) }
            try answer(&bench, .forbidden)
        }
        #expect(tried.count == 5)
    }

    @Test("mixed failures, and failures of the commands themselves, hold nobody", arguments: [true, false])
    func mixed(alternates: Bool) throws {
        var bench = WithdrawalBench()
        arrive(0..<30, in: &bench)
        var count = 0
        while let question = bench.questions.first {
            switch question {
            case .obtainPermission: try bench.answerPermission()
            case .readMeeting:
                count += 1
                try bench.failRead(alternates && count.isMultiple(of: 2) ? .forbidden : .notFound)
            default: try bench.answerCancel()
            }
            bench.commit()
        }
        #expect(bench.outcomes.count == 30)
    }

    @Test("a flood of undecodable records is taken slowly, and ends with the first decodable ones")
    func flood() throws {
        var bench = WithdrawalBench()
        for offset in 0..<60 { bench.arrive(.undecodable(at: Int64(offset))) }
        arrive(60..<62, in: &bench)
        bench.commit()
        #expect(reasons(bench) == ["malformed": 50])
        #expect(bench.questions.isEmpty, "what stands behind waits for its turn")
        for _ in 0..<10 {
            bench.wait(.seconds(1))
            bench.fireTimers()
            bench.commit()
        }
        #expect(reasons(bench) == ["malformed": 60])
        try answer(&bench, nil)
        #expect(reasons(bench) == ["malformed": 60, "cancelled": 2])
        arrive(62..<125, in: &bench)
        try answer(&bench, nil)
        bench.arrive(.undecodable(at: 125), .undecodable(at: 126))
        bench.commit()
        #expect(reasons(bench)["malformed"] == 62, "the flood is over")
    }
}
