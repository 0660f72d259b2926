import CommandContract
import CommandPipeline
import MeetingCancellation
import Testing

/// A process dies and the next one goes on from the ledger.
@Suite("Interleavings: crash", .timeLimit(.minutes(1)))
struct CrashInterleavings {
    private static let throttled = ExchangeFailure(
        kind: .throttled, verdict: .surelyNotProcessed, retryAfter: .seconds(100))

    @Test(
        "crash before any byte with a mistyped id: the read finds nothing, so nothing is attempted and nothing guessed")
    func mistyped() async throws {
        let cluster = ModelledCluster()
        let missing = ExchangeFailure(kind: .notFound, verdict: .permanent)
        let first = Bench(cluster: cluster, calendar: ScriptedCalendar(reads: { _ in .failure(missing) }))
        cluster.append([SampleRecord.command(0)])
        cluster.script { $0.holdsCommits = true }
        try await first.runAndCrash {
            cluster.assign([0])
            await cluster.wait { $0.members[0]?.inFlight != nil }
        }
        #expect(try cluster.ledgerRecord(0) == nil)
        let second = Bench(cluster: cluster, calendar: ScriptedCalendar(reads: { _ in .failure(missing) }))
        try await second.run {
            cluster.assign([0])
            await cluster.settled(1)
        }
        #expect(cluster.outcomes.map(\.reason) == ["eventNotFound"])
        #expect(second.calendar.cancelledEvents.isEmpty)
    }

    @Test("an attempt without a witness is unresolved, whatever a look-up would find")
    func withoutWitness() async throws {
        let bench = Bench(calendar: ScriptedCalendar(shows: { _ in .success([]) }))
        let record = SampleRecord.command(0)
        var kept = try SampleRecord.kept(record)
        kept.attempts = 1
        let position = LedgerPosition(nextOffset: 1, partitionCount: 3, writer: 99, transaction: 1)
        bench.cluster.write(LedgerRecord.position(position).bytes, for: .position)
        try bench.cluster.write(.attempting(kept), for: 0)
        bench.cluster.append([record])
        try await bench.run {
            bench.cluster.assign([0])
            await bench.cluster.settled(1)
        }
        #expect(bench.cluster.outcomes.map(\.reason) == ["answerLost"])
        #expect(bench.cluster.current.published.map(\.destination) == [.outcomes, .deadLetters])
        #expect(bench.cluster.current.published.last?.record.value == record.value)
        #expect(bench.calendar.calls.isEmpty)
    }

    @Test("crash between the attempt's commit and its request: looked up, disproved twice, then sent")
    func beforeTheRequest() async throws {
        let (cluster, mailboxes) = (ModelledCluster(), Mailboxes())
        let first = Bench(cluster: cluster, calendar: mailboxes.calendar())
        cluster.append([SampleRecord.command(0, event: "board")])
        cluster.script { $0.holdsCommits = true }
        try await first.runAndCrash(commits: true) {
            cluster.assign([0])
            await cluster.wait { $0.members[0]?.inFlight?.isValidated == true }
        }
        let second = Bench(cluster: cluster, calendar: mailboxes.calendar(), clock: .hurried())
        try await second.run {
            cluster.assign([0])
            await cluster.settled(1)
        }
        #expect(second.calendar.calls.map(\.exchange) == [.read, .entries, .read, .entries, .permission, .cancel])
        #expect(mailboxes.cancellations.current == ["board": 1])
        #expect(cluster.outcomes.map(\.reason) == ["cancelled"])
    }

    @Test(
        "duplicates while in progress, over a crash: refused at once each time, the command goes on; afterwards repeated"
    )
    func duplicates() async throws {
        let (cluster, mailboxes) = (ModelledCluster(), Mailboxes())
        let command = SampleRecord.command(0, event: "board")
        let first = Bench(cluster: cluster, calendar: mailboxes.calendar())
        first.calendar.hold(.cancel, "board")
        cluster.append([command, SampleRecord.again(command, at: 1)])
        try await first.runAndCrash {
            cluster.assign([0])
            await first.calendar.wait(for: .cancel, "board")
            await cluster.settled(1)
        }
        cluster.append([SampleRecord.again(command, at: 2)])
        let second = Bench(cluster: cluster, calendar: mailboxes.calendar())
        try await second.run {
            cluster.assign([0])
            await cluster.settled(2)
            second.clock.advance(by: AttemptLimits().firstLookUp)
            await cluster.settled(3)
            cluster.append([SampleRecord.again(command, at: 3)])
            await cluster.settled(4)
        }
        #expect(cluster.outcomes.map(\.offset) == [1, 2, 0, 3])
        #expect(
            cluster.outcomes.map(\.reason) == ["duplicateInProgress", "duplicateInProgress", "cancelled", "cancelled"])
        #expect(cluster.outcomes.map(\.isPrimary) == [false, false, true, false])
        #expect(mailboxes.cancellations.current == ["board": 1])
    }

    @Test("C1 throttled, then restart: C1 still before C2")
    func order() async throws {
        let (cluster, mailboxes) = (ModelledCluster(), Mailboxes())
        let first = Bench(cluster: cluster, calendar: mailboxes.calendar(answers: { _, _ in Self.throttled }))
        cluster.append([SampleRecord.command(0, event: "board"), SampleRecord.command(1, event: "board")])
        try await first.runAndCrash {
            cluster.assign([0])
            await first.clock.sleeper(for: .seconds(100))
            // The timer starts with the answer, before the answer is committed; and both records were taken with the intent.
            await Self.waitsInLedger(0, of: cluster)
            await cluster.committed(2)
        }
        let second = Bench(cluster: cluster, calendar: mailboxes.calendar())
        cluster.append([SampleRecord.command(2, event: "board")])
        try await second.run {
            cluster.assign([0])
            await second.clock.sleeper(for: .seconds(100))
            await cluster.committed(3)
            for _ in 0..<200 { await Task.yield() }
            #expect(second.calendar.calls.isEmpty, "neither C2 nor what came later overtakes the one that waits")
            second.clock.advance(by: .seconds(100))
            await cluster.settled(3)
        }
        #expect(cluster.outcomes.map(\.offset) == [0, 1, 2])
        #expect(cluster.outcomes.map(\.reason) == ["cancelled", "alreadyCancelled", "alreadyCancelled"])
    }

    @Test("rights removed while a command waits: refused, and no request leaves")
    func rightsRemoved() async throws {
        let (cluster, mailboxes) = (ModelledCluster(), Mailboxes())
        let first = Bench(cluster: cluster, calendar: mailboxes.calendar(answers: { _, _ in Self.throttled }))
        cluster.append([SampleRecord.command(0)])
        try await first.runAndCrash {
            cluster.assign([0])
            await first.clock.sleeper(for: .seconds(100))
            await Self.waitsInLedger(0, of: cluster)
        }
        let second = Bench(cluster: cluster, calendar: mailboxes.calendar(), policy: SampleRecord.noRights)
        try await second.run {
            cluster.assign([0])
            await cluster.settled(1)
        }
        #expect(cluster.outcomes.map(\.reason) == ["sourceNotAllowed"])
        #expect(second.calendar.calls.isEmpty)
    }

    @Test("rights removed while a command is in doubt: nobody may look any more, so a person must")
    func rightsRemovedInDoubt() async throws {
        let (cluster, mailboxes) = (ModelledCluster(), Mailboxes())
        let first = Bench(cluster: cluster, calendar: mailboxes.calendar())
        first.calendar.hold(.cancel, "board")
        cluster.append([SampleRecord.command(0, event: "board")])
        try await first.runAndCrash {
            cluster.assign([0])
            await first.calendar.wait(for: .cancel, "board")
        }
        let second = Bench(cluster: cluster, calendar: mailboxes.calendar(), policy: SampleRecord.noRights)
        try await second.run {
            cluster.assign([0])
            await cluster.settled(1)
        }
        #expect(cluster.outcomes.map(\.reason) == ["answerLost"])
        #expect(second.calendar.calls.isEmpty)
    }

    private static func waitsInLedger(_ offset: Int64, of cluster: ModelledCluster) async {
        await cluster.wait { state in
            if case .waiting? = try? ledgerRecord(offset, state) { true } else { false }
        }
    }

    private static func ledgerRecord(_ offset: Int64, _ state: ClusterState) throws -> LedgerRecord? {
        state.ledgerRecord(of: try CommandIdentity(source: "/tests", id: "cmd-0-\(offset)"))
    }
}
