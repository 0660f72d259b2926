import CommandContract
import CommandPipeline
import MeetingCancellation
import Testing

/// Topics that are not as the worker left them.
@Suite("Interleavings: topics", .timeLimit(.minutes(1)))
struct TopicInterleavings {
    private static let partition = ModelledCluster.partition(0)

    @Test(
        "offset reset or expiry re-reading old records: the ledger's position knows better, inside and after the window",
        arguments: [true, false], [true, false]
    )
    func offsets(isReset: Bool, isAfterWindow: Bool) async throws {
        let (cluster, mailboxes) = (ModelledCluster(), Mailboxes())
        cluster.append((0..<3).map { SampleRecord.command($0) })
        try await Self.runOnce(cluster, mailboxes, until: 3)
        cluster.state.update { state in
            state.committed[Self.partition] = isReset ? 0 : nil
            if isAfterWindow { state.time = state.time + .seconds(8 * 24 * 3600) }
        }
        cluster.append([SampleRecord.command(3)])
        try await Self.runOnce(cluster, mailboxes, until: 4)
        #expect(cluster.outcomes.map(\.offset).sorted() == [0, 1, 2, 3])
        #expect(mailboxes.cancellations.current.values.allSatisfy { $0 == 1 })
        #expect(cluster.current.breaches == [])
    }

    @Test("old records that were produced anew: repeated inside the window, expired after it unless they are young")
    func reproduced() async throws {
        let (cluster, mailboxes) = (ModelledCluster(), Mailboxes())
        let command = SampleRecord.command(0)
        cluster.append([command, SampleRecord.again(command, at: 1)])
        try await Self.runOnce(cluster, mailboxes, until: 2)
        let later = cluster.state.update { state in
            state.time = state.time + .seconds(8 * 24 * 3600)
            return state.time
        }
        // The first commit after the window brings the new time; its tombstones go with the next ones.
        cluster.append([SampleRecord.command(2)])
        try await Self.runOnce(cluster, mailboxes, until: 3)
        cluster.append([SampleRecord.again(command, at: 3), SampleRecord.again(command, at: 4, recorded: later)])
        try await Self.runOnce(cluster, mailboxes, until: 5, now: later)
        let outcomes = cluster.outcomes.sorted { $0.offset < $1.offset }
        #expect(outcomes.map(\.isPrimary) == [true, false, true, true, false])
        #expect(outcomes.map(\.reason).prefix(2).allSatisfy { ["cancelled", "duplicateInProgress"].contains($0) })
        #expect(
            outcomes.map(\.reason)[3...] == ["expired", "expired"], "the refusal is remembered like any other outcome")
    }

    @Test("one record too large for the ledger: refused without a request, and the others go on")
    func tooLargeForTheLedger() async throws {
        let (cluster, mailboxes) = (ModelledCluster(), Mailboxes())
        let comment = String(repeating: "x", count: 2000)
        cluster.state.update { $0.largest = [.ledger: 1500] }
        cluster.append([
            SampleRecord.command(0), SampleRecord.command(1, event: "large", fields: #","correlation":"\#(comment)""#),
            SampleRecord.record(2, key: Array(comment.utf8), value: SampleRecord.command(2, event: "keyed").value),
            SampleRecord.command(3),
        ])
        try await Self.runOnce(cluster, mailboxes, until: 4)
        let outcomes = cluster.outcomes.sorted { $0.offset < $1.offset }
        #expect(outcomes.map(\.reason) == ["cancelled", "fieldInvalid", "tooLarge", "cancelled"])
        #expect(outcomes.map(\.attempts) == [1, 0, 0, 1])
        #expect(mailboxes.has("keyed"))
        #expect(cluster.current.breaches == [])
    }

    @Test("one record too large for the dead letters: its hash stands for it, and the others go on")
    func tooLargeForTheDeadLetters() async throws {
        let (cluster, mailboxes) = (ModelledCluster(), Mailboxes())
        cluster.state.update { $0.largest = [.deadLetters: 2000] }
        cluster.append([
            SampleRecord.command(0), SampleRecord.record(1, value: [UInt8](repeating: 0x7B, count: 4000)),
            SampleRecord.command(2), SampleRecord.record(3, value: [0x7B]), SampleRecord.command(0, in: 1),
        ])
        try await Self.runOnce(cluster, mailboxes, until: 5, partitions: [0, 1])
        let letters = cluster.current.published.filter { $0.destination == .deadLetters }
        #expect(letters.map(\.record.value?.count) == [0, 1])
        #expect(letters.first?.record.headers.contains { $0.name == "rescind-original-sha256" } == true)
        #expect(cluster.current.breaches == [])
    }

    @Test(
        "a partition whose ledger has no leader: the others go on, the worker says so, and it comes when it is healed")
    func noLeader() async throws {
        let (cluster, mailboxes) = (ModelledCluster(), Mailboxes())
        let bench = Bench(
            cluster: cluster, calendar: mailboxes.calendar(), clock: ManualClock(passes: { $0 < .seconds(9) }))
        cluster.state.update { $0.leaderless = [0] }
        cluster.append([SampleRecord.command(0), SampleRecord.command(0, in: 1)])
        try await bench.run {
            let assignments = cluster.assign([0, 1])
            await bench.observer.settled(0, in: 1)
            #expect(cluster.outcomes.map(\.partition) == [1])
            await bench.observer.wait(for: .restoreOverdue(assignments[0]))
            #expect(!bench.pipeline.isReady)
            cluster.state.update { $0.leaderless = [] }
            await cluster.settled(2)
            #expect(bench.pipeline.isReady)
        }
    }

    @Test("partition count changed: the worker stops and says what was there and what is")
    func partitionCount() async throws {
        let (cluster, mailboxes) = (ModelledCluster(), Mailboxes())
        cluster.append([SampleRecord.command(0)])
        try await Self.runOnce(cluster, mailboxes, until: 1)
        cluster.state.update { $0.partitionCounts = (6, 6) }
        await Self.fails(cluster, .partitionCountChanged(partition: Self.partition, written: 3, found: 6))
        cluster.state.update { $0.partitionCounts = (6, 3) }
        await Self.fails(cluster, .ledgerPartitions(commands: 6, ledger: 3))
        #expect(cluster.outcomes.count == 1)
    }

    @Test("topic recreated: the worker stops, before it takes new commands for done")
    func recreated() async throws {
        let (cluster, mailboxes) = (ModelledCluster(), Mailboxes())
        cluster.append((0..<3).map { SampleRecord.command($0) })
        try await Self.runOnce(cluster, mailboxes, until: 3)
        cluster.state.update { $0.recreateCommands() }
        cluster.append([SampleRecord.command(0, event: "new")])
        await Self.fails(cluster, .topicRecreated(partition: Self.partition, end: 1, reached: 3))
        #expect(mailboxes.has("new"))
    }

    @Test(
        "ledger lost, whole or in part: the worker stops, before it takes commands for new that it has worked on",
        arguments: [0, 1])
    func ledgerLost(left: Int) async throws {
        let (cluster, mailboxes) = (ModelledCluster(), Mailboxes())
        cluster.append([SampleRecord.command(0)])
        try await Self.runOnce(cluster, mailboxes, until: 1)
        let early = try #require(cluster.current.ledgers[0])
        cluster.append([SampleRecord.command(1)])
        try await Self.runOnce(cluster, mailboxes, until: 2)
        cluster.state.update { $0.ledgers[0] = left == 0 ? nil : early }
        cluster.append([SampleRecord.command(2, event: "new")])
        await Self.fails(
            cluster, .ledgerBehind(partition: Self.partition, committed: 2, reached: left == 0 ? nil : 1),
            clock: .hurried())
        #expect(mailboxes.has("new"))
    }

    @Test("a ledger that a new leader shows too little of for a moment is asked again")
    func ledgerShort() async throws {
        let (cluster, mailboxes) = (ModelledCluster(), Mailboxes())
        cluster.append([SampleRecord.command(0)])
        try await Self.runOnce(cluster, mailboxes, until: 1)
        let whole = try #require(cluster.current.ledgers[0])
        cluster.state.update { $0.ledgers[0] = nil }
        cluster.append([SampleRecord.command(1)])
        let bench = Bench(cluster: cluster, calendar: mailboxes.calendar(), clock: ManualClock.hurried())
        try await bench.run {
            let assignment = cluster.assign([0])[0]
            await bench.observer.wait(for: .restoreFailed(assignment, code: "ledgerBehind"))
            cluster.state.update { $0.ledgers[0] = whole }
            await cluster.settled(2)
        }
        #expect(cluster.outcomes.map(\.offset) == [0, 1])
    }

    @Test("a ledger record of a later version: the worker stops rather than guess")
    func laterVersion() async throws {
        let cluster = ModelledCluster()
        cluster.write([LedgerRecord.version + 1, 3, 0], for: try SampleRecord.ledgerKey(0))
        await Self.fails(cluster, .ledgerUnreadable(partition: Self.partition, code: "unknownVersion(2)"))
    }

    private static func runOnce(
        _ cluster: ModelledCluster, _ mailboxes: Mailboxes, until outcomes: Int, partitions: [Int32] = [0],
        now: Timestamp? = nil
    ) async throws {
        let clock = ManualClock.hurried()
        if let now { clock.correct(by: now - clock.now) }
        let bench = Bench(cluster: cluster, calendar: mailboxes.calendar(), clock: clock)
        try await bench.run {
            cluster.assign(partitions)
            await cluster.settled(outcomes)
            await cluster.wait { $0.isDone(outcomes: outcomes) }
        }
        cluster.script { $0 = ClusterMember() }
    }

    private static func fails(
        _ cluster: ModelledCluster, _ failure: PipelineFailure, clock: ManualClock = ManualClock()
    ) async {
        let bench = Bench(cluster: cluster, calendar: ScriptedCalendar(), clock: clock)
        await #expect(throws: failure) {
            try await bench.run {
                cluster.assign([0])
                await cluster.wait { $0.members[0]?.isClosed == true }
            }
        }
        #expect(bench.calendar.calls.isEmpty)
        cluster.script { $0 = ClusterMember() }
    }
}
