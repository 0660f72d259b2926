import CommandContract
import CommandPipeline
import MeetingCancellation
import Testing

@Suite("Commands for a series, and those for its occurrences")
struct SeriesOrderTests {
    private static let extent = #","extent":"series""#
    private static let expected = #","expectedStart":"2027-01-16T08:00:00Z""#

    private func series(_ id: String, at offset: Int64) -> ConsumedRecord {
        .cancel(id, at: offset, event: "master", more: Self.extent)
    }

    private func after(_ series: String, _ ids: String...) -> [SeenOutcome] {
        [SeenOutcome(series, .cancelled)] + ids.map { SeenOutcome($0, .alreadyCancelled, by: series) }
    }

    /// The first command for the series and one for an occurrence have come: the occurrence is read, and asks nothing more.
    private func occurrenceWaits(in bench: inout WithdrawalBench) throws {
        try bench.answerPermission()
        try bench.answerPermission()
        bench.putOff()
        try bench.answerRead(of: "master")
        bench.commit()
        #expect(bench.questions.count == 1, "the occurrence waits for its series")
    }

    private func seriesAndOccurrence(in bench: inout WithdrawalBench) throws {
        bench.arrive(series("S", at: 0), .cancel("C", at: 1, event: "third"))
        try occurrenceWaits(in: &bench)
    }

    /// The meeting is there, and Graph takes the cancel.
    private func cancelSeries(in bench: inout WithdrawalBench) throws {
        try bench.answerRead()
        try cancelAfterPermission(in: &bench)
    }

    private func cancelAfterPermission(in bench: inout WithdrawalBench) throws {
        try bench.answerPermission()
        bench.commit()
        try bench.answerCancel()
        bench.commit()
    }

    @Test("an occurrence waits for its series and ends with it")
    func occurrence() throws {
        var bench = WithdrawalBench()
        try seriesAndOccurrence(in: &bench)
        try cancelSeries(in: &bench)
        #expect(bench.outcomes == after("S", "C"))
        #expect(bench.questions.isEmpty)
    }

    @Test("a series that was not cancelled lets its occurrence go on")
    func seriesFails() throws {
        var bench = WithdrawalBench()
        try seriesAndOccurrence(in: &bench)
        try bench.failRead(.forbidden)
        bench.commit()
        try cancelAfterPermission(in: &bench)
        #expect(bench.outcomes == [SeenOutcome("S", .accessDenied), SeenOutcome("C", .cancelled)])
    }

    @Test("an occurrence read just after its series was cancelled is not asked about again")
    func occurrenceAfter() throws {
        var bench = WithdrawalBench()
        bench.arrive(series("S", at: 0))
        try bench.answerPermission()
        try cancelSeries(in: &bench)
        bench.arrive(.cancel("C", at: 1, event: "third"))
        try bench.answerPermission()
        try bench.answerRead(of: "master")
        bench.commit()
        #expect(bench.outcomes == after("S", "C"))
    }

    @Test("a crash while the occurrence waits: it begins anew, behind nobody it did not wait for")
    func occurrenceCrashes() throws {
        var bench = WithdrawalBench()
        try seriesAndOccurrence(in: &bench)
        bench.crash()
        bench.arrive(series("S", at: 0))
        #expect(bench.questions.count == 2)
    }

    @Test("a series that is held keeps no occurrence from its own turn")
    func heldSeries() throws {
        var bench = WithdrawalBench()
        let later = #","notBefore":"2027-01-20T00:00:00Z""#
        bench.arrive(
            .cancel("S", at: 0, event: "master", more: Self.extent + later), .cancel("C", at: 1, event: "third"))
        try bench.answerPermission()
        try bench.answerRead(of: "master")
        try cancelAfterPermission(in: &bench)
        #expect(bench.outcomes == [SeenOutcome("C", .cancelled)])
    }

    @Test("an occurrence that was throttled, whose series is cancelled meanwhile, comes to its end")
    func occurrenceThrottled() throws {
        var bench = WithdrawalBench()
        bench.arrive(.cancel("C", at: 0, event: "third"))
        try bench.answerPermission()
        try bench.answerRead(of: "master")
        try bench.answerPermission()
        bench.commit()
        try bench.answerCancel(.failure(ExchangeFailure(kind: .throttled, verdict: .surelyNotProcessed)))
        bench.commit()
        bench.arrive(series("S", at: 1))
        try bench.answerPermission()
        try cancelSeries(in: &bench)
        bench.fireTimers()
        bench.commit()
        #expect(bench.outcomes == after("S", "C"))
    }

    @Test("of two commands for a series the first counts: an occurrence waits for it, and ends with it")
    func second() throws {
        var bench = WithdrawalBench()
        bench.arrive(series("S", at: 0), series("S1", at: 1), .cancel("C", at: 2, event: "third"))
        try occurrenceWaits(in: &bench)
        try cancelSeries(in: &bench)
        #expect(bench.outcomes == after("S", "S1", "C"))
        #expect(bench.questions.isEmpty && bench.offset == 3)
    }

    @Test("when the second one is withdrawn, an occurrence waits for the first all the same", arguments: [false, true])
    func secondWithdrawn(beforehand: Bool) throws {
        var bench = WithdrawalBench()
        bench.arrive(series("S", at: 0), series("S1", at: 1))
        if beforehand { bench.arrive(.withdraw("S1", by: "W", at: 2)) }
        bench.arrive(.cancel("C", at: 3, event: "third"))
        try occurrenceWaits(in: &bench)
        if !beforehand { bench.arrive(.withdraw("S1", by: "W", at: 4)) }
        bench.commit()
        #expect(bench.questions.count == 1)
        try cancelSeries(in: &bench)
        #expect(
            bench.outcomes == [SeenOutcome("S1", .withdrawn), SeenOutcome("W", .withdrawn)] + after("S", "C"))
    }

    /// A mailbox with one place at a time: whoever has it stands before the series.
    @Test(
        "while a restored doubt of the series has not had its turn, no occurrence is sent for beside it",
        arguments: [true, false])
    func doubtBeforeItsTurn(isRestored: Bool) throws {
        var bench = WithdrawalBench(limits: { $0.lanes.inFlightPerMailbox = 1 })
        let other = WithdrawalBench.otherSource
        bench.pause(PauseOrder(.source(other), reason: "an exercise", since: bench.now))
        let first = isRestored ? "third" : "other"
        bench.arrive(.cancel("C", at: 0, event: first, source: other, more: Self.expected), series("S", at: 1))
        try bench.answerUpToIntent()
        bench.commit()
        bench.crash()
        var start = WithdrawalBench.start
        if !isRestored {
            // Sooner than the series, so that it has its turn before.
            let sooner = #","expectedStart":"2027-01-16T07:00:00Z""#
            start = start + .seconds(-3600)
            bench.arrive(.cancel("D", at: 2, event: "third", more: sooner))
            try bench.answerPermission()
            try bench.failRead(.forbidden)
        }
        try bench.answerPermission()
        try bench.answerRead(of: "master", start: start)
        bench.commit()
        #expect(bench.questions.isEmpty, "the series may be cancelled already")
        bench.wait(.seconds(100))
        bench.fireTimers()
        try bench.answerRead(isCancelled: true)
        bench.commit()
        let before = isRestored ? [] : [SeenOutcome("C", .accessDenied)]
        #expect(bench.outcomes == before + after("S", isRestored ? "C" : "D"))
        #expect(bench.questions.isEmpty)
    }

    @Test("a series that people pause lets the occurrences go that waited for it, and keeps its own turn")
    func pausedSeries() throws {
        var bench = WithdrawalBench()
        let occurrence = ConsumedRecord.cancel("C", at: 1, event: "third", source: WithdrawalBench.otherSource)
        bench.arrive(series("S", at: 0), occurrence)
        try occurrenceWaits(in: &bench)
        bench.pause(PauseOrder(.source(WithdrawalBench.source), reason: "an exercise", since: bench.now))
        try cancelSeries(in: &bench)
        #expect(bench.outcomes == [SeenOutcome("C", .cancelled)])
        bench.pause()
        try cancelAfterPermission(in: &bench)
        #expect(bench.outcomes == [SeenOutcome("C", .cancelled), SeenOutcome("S", .cancelled)])
    }
}
