import CommandContract
import MeetingCancellation
import Testing

@testable import CommandPipeline

@Suite("Restoring a partition")
struct RestoreTests {
    private static let assignment = Assignment(partition: ModelledCluster.partition(0), epoch: 1)

    /// ``RestoreStep`` says why: the stable offset is the fence, and the ledger's end is asked for behind it.
    @Test("asks one question after another, in this order, and starts at the last answer")
    func order() {
        var bench = MachineBench()
        bench.tell { $0.assigned([Self.assignment], at: $1) }
        #expect(bench.takeActions() == ["count"])
        bench.tell { $0.partitionsCounted(Self.assignment, commands: 3, ledger: 3, at: $1) }
        #expect(bench.takeActions() == ["offset"])
        bench.tell { $0.committedOffsetRead(Self.assignment, 5, at: $1) }
        #expect(bench.takeActions() == ["ledgerEnd"])
        bench.tell { $0.ledgerEndRead(Self.assignment, 42, at: $1) }
        #expect(bench.takeActions() == ["ledger -..42"])
        bench.tell { $0.ledgerEntriesRead(Self.assignment, [Self.position(5)], at: $1) }
        bench.tell { $0.ledgerRead(Self.assignment, next: 43, at: $1) }
        #expect(bench.takeActions() == ["commandEnd"])
        bench.tell { $0.commandEndRead(Self.assignment, 5, at: $1) }
        #expect(bench.takeActions() == ["start 5"])
    }

    @Test(
        "starts at the group's offset or the ledger's position, whichever is later, or at the first record",
        arguments: [(nil, nil, "-"), (0, nil, "0"), (nil, 7, "7"), (5, 7, "7"), (7, 7, "7")]
            as [(Int64?, Int64?, String)]
    )
    func start(committed: Int64?, position: Int64?, start: String) {
        var bench = Self.reading(committed: committed)
        if let position { bench.tell { $0.ledgerEntriesRead(Self.assignment, [Self.position(position)], at: $1) } }
        bench.tell { $0.ledgerRead(Self.assignment, next: 1, at: $1) }
        bench.tell { $0.commandEndRead(Self.assignment, 100, at: $1) }
        #expect(bench.takeActions().last == "start \(start)")
    }

    @Test(
        "an offset beyond the ledger is asked for three times before the worker stops", arguments: [nil, 7] as [Int64?])
    func behind(position: Int64?) throws {
        var bench = MachineBench()
        bench.tell { $0.assigned([Self.assignment], at: $1) }
        for time in 1...3 {
            bench.tell { $0.partitionsCounted(Self.assignment, commands: 3, ledger: 3, at: $1) }
            bench.tell { $0.committedOffsetRead(Self.assignment, 9, at: $1) }
            bench.tell { $0.ledgerEndRead(Self.assignment, 3, at: $1) }
            if let position { bench.tell { $0.ledgerEntriesRead(Self.assignment, [Self.position(position)], at: $1) } }
            _ = bench.takeActions()
            bench.tell { $0.ledgerRead(Self.assignment, next: 3, at: $1) }
            guard time < 3 else { break }
            #expect(bench.events.last == .restoreFailed(Self.assignment, code: "ledgerBehind"))
            let timer = try #require(bench.timers.last)
            bench.tell { $0.timerFired(timer.id, at: $1) }
            #expect(bench.takeActions() == ["count"])
        }
        let failure = PipelineFailure.ledgerBehind(
            partition: Self.assignment.partition, committed: 9, reached: position)
        #expect(bench.takeActions().contains("fail \(failure)"))
    }

    @Test("an offset beyond the ledger is where it starts if a gap is accepted", arguments: [nil, 7] as [Int64?])
    func gapAccepted(position: Int64?) {
        var bench = Self.reading(committed: 9) { $0.acceptsLedgerGap = true }
        if let position { bench.tell { $0.ledgerEntriesRead(Self.assignment, [Self.position(position)], at: $1) } }
        bench.tell { $0.ledgerRead(Self.assignment, next: 3, at: $1) }
        bench.tell { $0.commandEndRead(Self.assignment, 100, at: $1) }
        #expect(bench.takeActions().last == "start 9")
    }

    @Test(
        "a step that fails begins everything anew after a pause; an answer from before it is ignored", arguments: 0..<4)
    func failure(step: Int) throws {
        var bench = Self.reading(committed: 5, steps: step)
        bench.tell { $0.ledgerEntriesRead(Self.assignment, [Self.position(7)], at: $1) }
        bench.tell { $0.ledgerStepFailed(Self.assignment, code: "x", at: $1) }
        _ = bench.takeActions()
        for answer in Self.answers { bench.tell { answer(&$0, $1) } }
        #expect(bench.takeActions() == [])
        let timer = try #require(bench.timers.last)
        #expect((.milliseconds(100)...(.milliseconds(200))).contains(timer.duration))
        bench.tell { $0.timerFired(timer.id, at: $1) }
        #expect(bench.takeActions() == ["count"])
        bench.tell { $0.partitionsCounted(Self.assignment, commands: 3, ledger: 3, at: $1) }
        bench.tell { $0.committedOffsetRead(Self.assignment, 5, at: $1) }
        bench.tell { $0.ledgerEndRead(Self.assignment, 1, at: $1) }
        bench.tell { $0.ledgerEntriesRead(Self.assignment, [Self.position(5)], at: $1) }
        bench.tell { $0.ledgerRead(Self.assignment, next: 1, at: $1) }
        bench.tell { $0.commandEndRead(Self.assignment, 5, at: $1) }
        #expect(bench.takeActions().last == "start 5", "nothing of what was read before is left")
    }

    @Test("records that come before it is done are not taken")
    func early() {
        var bench = Self.reading(committed: 0)
        _ = bench.takeActions()
        bench.tell { $0.recordsArrived([SampleRecord.command(0)], of: Self.assignment, at: $1) }
        #expect(bench.machine.load.staged == 0)
        #expect(bench.takeActions() == [])
    }

    @Test("one that takes too long is told once and makes the worker unready, until it is done")
    func overdue() throws {
        var bench = MachineBench { $0.restoreAlarm = .seconds(60) }
        bench.tell { $0.began(at: $1) }
        bench.tell { $0.logOpened(at: $1) }
        bench.tell { $0.assigned([Self.assignment], at: $1) }
        #expect(bench.machine.isReady)
        let alarm = try #require(bench.timers.first)
        #expect(alarm.duration == .seconds(60))
        bench.tell { $0.timerFired(alarm.id, at: $1) }
        #expect(!bench.machine.isReady)
        #expect(bench.events.contains(.restoreOverdue(Self.assignment)))
        bench.restore(Self.assignment)
        #expect(bench.machine.isReady)
    }

    @Test("a partition revoked while it is restored goes at once")
    func revoked() {
        var bench = Self.reading(committed: 5)
        _ = bench.takeActions()
        bench.tell { $0.revoked([Self.assignment], lost: false, id: 3, at: $1) }
        #expect(bench.takeActions() == ["cutOff", "revoked 3"])
        bench.tell { $0.ledgerRead(Self.assignment, next: 1, at: $1) }
        #expect(bench.takeActions() == [])
    }

    private static let answers: [@Sendable (inout WorkerMachine, Moment) -> Void] = [
        { $0.partitionsCounted(assignment, commands: 3, ledger: 3, at: $1) },
        { $0.committedOffsetRead(assignment, 5, at: $1) }, { $0.ledgerEndRead(assignment, 3, at: $1) },
        { $0.ledgerRead(assignment, next: 3, at: $1) }, { $0.commandEndRead(assignment, 100, at: $1) },
    ]

    private static func reading(
        committed: Int64?, steps: Int = 3, limits change: (inout PipelineLimits) -> Void = { _ in }
    ) -> MachineBench {
        var bench = MachineBench(limits: change)
        bench.tell { $0.assigned([assignment], at: $1) }
        if steps > 0 { bench.tell { $0.partitionsCounted(assignment, commands: 3, ledger: 3, at: $1) } }
        if steps > 1 { bench.tell { $0.committedOffsetRead(assignment, committed, at: $1) } }
        if steps > 2 { bench.tell { $0.ledgerEndRead(assignment, 3, at: $1) } }
        return bench
    }

    private static func position(_ next: Int64) -> LedgerEntry {
        let record = LedgerRecord.position(
            LedgerPosition(nextOffset: next, partitionCount: 3, writer: 1, transaction: 1))
        return LedgerEntry(key: LedgerKey.position.bytes, value: record.bytes, timestamp: nil)
    }
}
