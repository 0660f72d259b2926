import CommandContract
import CommandPipeline
import MeetingCancellation
import Synchronization
import Testing

@Suite("Command pipeline", .timeLimit(.minutes(1)))
struct CommandPipelineTests {
    private static let lost = ExchangeFailure(kind: .unavailable, verdict: .ambiguous)
    private static let gone = ExchangeFailure(kind: .notFound, verdict: .permanent)

    @Test("one command in, one meeting cancelled, one outcome and its offset out")
    func endToEnd() async throws {
        let bench = Bench()
        bench.cluster.append([SampleRecord.command(7, event: "board")])
        bench.cluster.script { $0.holdsOpening = true }
        try await bench.run {
            #expect(!bench.pipeline.isReady)
            bench.cluster.script { $0.holdsOpening = false }
            bench.cluster.assign([0])
            await bench.observer.settled(7)
            #expect(bench.pipeline.isReady)
        }
        #expect(!bench.pipeline.isReady)
        #expect(bench.calendar.calls.map(\.exchange) == [.permission, .read, .permission, .cancel])
        let outcome = try #require(bench.cluster.outcomes.first)
        #expect(bench.cluster.outcomes.count == 1)
        #expect(outcome.reason == "cancelled")
        #expect(outcome.command == "cmd-0-7")
        #expect(outcome.offset == 7)
        #expect(outcome.isPrimary)
        #expect(bench.cluster.current.committed[ModelledCluster.partition(0)] == 8)
        #expect(bench.cluster.current.breaches == [])
        #expect(bench.cluster.history.last == .logClosed)
    }

    @Test("is ready once the log is open, even with no partition, and no longer when it is to stop")
    func readyWithoutPartitions() async throws {
        let bench = Bench()
        try await bench.run {
            await bench.observer.wait(for: .logOpened)
            #expect(bench.pipeline.isReady)
            bench.pipeline.stop()
            #expect(!bench.pipeline.isReady)
        }
    }

    @Test("an outcome is published when its own command is settled; the offset waits for what the ledger does not hold")
    func outcomesOutOfOrder() async throws {
        let bench = Bench()
        bench.calendar.hold(.read, "slow")
        bench.cluster.append([SampleRecord.command(0), SampleRecord.command(1, event: "slow"), SampleRecord.command(2)])
        try await bench.run {
            bench.cluster.assign([0])
            await bench.cluster.settled(2)
            #expect(bench.cluster.current.committed[ModelledCluster.partition(0)] == 1)
            #expect(Set(bench.cluster.outcomes.map(\.offset)) == [0, 2])
            bench.calendar.release(.read, "slow")
            await bench.cluster.settled(3)
            await bench.cluster.settled(3)
        }
        #expect(bench.cluster.current.breaches == [])
    }

    @Test("a command behind another of its meeting is kept in the ledger, and the offset moves on")
    func behind() async throws {
        let bench = Bench()
        bench.calendar.hold(.cancel, "board")
        let second = SampleRecord.command(1, event: "board")
        bench.cluster.append([SampleRecord.command(0, event: "board"), second, SampleRecord.command(2)])
        try await bench.run {
            bench.cluster.assign([0])
            await bench.cluster.committed(3)
            guard case .waiting(let kept) = try bench.cluster.ledgerRecord(1) else {
                Issue.record("not waiting")
                return
            }
            #expect(kept.value == second.value)
            #expect(kept.offset == 1)
            bench.calendar.release(.cancel, "board")
            await bench.cluster.settled(3)
        }
        #expect(bench.calendar.cancelledEvents.count { $0 == "board" } == 1)
        #expect(bench.cluster.current.breaches == [])
    }

    @Test("a tombstone moves the offset and says nothing")
    func tombstone() async throws {
        let bench = Bench()
        bench.cluster.append([SampleRecord.record(0, value: nil)])
        try await bench.run {
            bench.cluster.assign([0])
            await bench.cluster.committed(1)
        }
        #expect(bench.cluster.current.published.isEmpty)
        #expect(bench.observer.facts.contains(.recordSkipped(SampleRecord.record(0, value: nil).position)))
    }

    @Test(
        "what cannot be obeyed goes to outcomes and dead letters as it came, without a call",
        arguments: [
            ("{not json", "malformed"), ("[]", "malformed"),
            (#"{"specversion":"1.0","id":"x","source":"/tests","type":"other.v1","data":{}}"#, "unsupportedType"),
            (
                #"{"specversion":"1.0","id":"x","source":"/tests","type":"meeting.command.cancel.v1","data":{}}"#,
                "fieldInvalid"
            ),
        ]
    )
    func badRecords(text: String, reason: String) async throws {
        let bench = Bench()
        let bad = SampleRecord.record(0, in: 2, value: Array(text.utf8))
        bench.cluster.append([bad])
        try await bench.run {
            bench.cluster.assign([2])
            await bench.cluster.committed(1, in: 2)
        }
        let published = bench.cluster.current.published
        #expect(published.map(\.destination) == [.outcomes, .deadLetters])
        #expect(published.map(\.placement) == [.partition(2), .partition(2)])
        #expect(bench.cluster.outcomes.map(\.reason) == [reason])
        let letter = try #require(published.last?.record)
        #expect(letter.value == bad.value)
        #expect(letter.key == bad.key)
        #expect(letter.headers.starts(with: bad.headers))
        #expect(letter.headers.contains(RecordHeader("rescind-reason", reason)))
        #expect(bench.calendar.calls.isEmpty)
    }

    @Test("outcomes stand where their mailbox's commands stand, or beside a command without a mailbox")
    func placement() async throws {
        let bench = Bench()
        let resident = SampleRecord.residents[0]
        let key = Array("\(SampleRecord.tenantID)/\(resident)".utf8)
        bench.cluster.append([
            SampleRecord.command(0, user: resident.uppercased()),
            SampleRecord.command(1, user: "eve@elsewhere.example"),
            SampleRecord.command(2, fields: #","nonsense":1"#),
        ])
        try await bench.run {
            bench.cluster.assign([0])
            await bench.cluster.settled(3)
        }
        let outcomes = bench.cluster.current.published.filter { $0.destination == .outcomes }
        let otherKey = Array("\(SampleRecord.tenantID)/eve@elsewhere.example".utf8)
        // The refused ones are settled while the first is being asked about.
        #expect(outcomes.map(\.placement) == [.key(otherKey), .partition(0), .key(key)])
        #expect(outcomes.map(\.record.key) == [otherKey, Array("key-2".utf8), key])
        #expect(bench.cluster.outcomes.map(\.reason) == ["sourceNotAllowed", "fieldInvalid", "cancelled"])
    }

    /// An outcome larger than its topic takes would hold its partition for ever.
    @Test("a key that is no routing key stands in the outcome up to a KiB", arguments: [1024, 1025, 999_300])
    func foreignKey(size: Int) async throws {
        let bench = Bench()
        let key = [UInt8](repeating: 0x6B, count: size)
        bench.cluster.append([SampleRecord.record(0, key: key, value: Array("{not json".utf8))])
        try await bench.run {
            bench.cluster.assign([0])
            await bench.cluster.settled(1)
        }
        let published = bench.cluster.current.published
        #expect(published.map(\.destination) == [.outcomes, .deadLetters])
        #expect(published.first?.record.key == (size <= 1024 ? key : nil))
        #expect(bench.cluster.outcomes.map(\.reason) == [size < 128 * 1024 ? "malformed" : "tooLarge"])
        for entry in published { #expect(Self.size(of: entry.record) < 192 * 1024) }
        #expect(published.last?.record.key == (size < 128 * 1024 ? key : nil))
    }

    @Test("half a million empty headers are too large, and leave a small dead letter")
    func emptyHeaders() async throws {
        let bench = Bench()
        let many = [RecordHeader](repeating: RecordHeader(name: "", value: nil), count: 500_000)
        let record = SampleRecord.command(0)
        bench.cluster.append([SampleRecord.record(0, value: record.value, headers: record.headers + many)])
        try await bench.run {
            bench.cluster.assign([0])
            await bench.cluster.settled(1)
        }
        #expect(bench.cluster.outcomes.map(\.reason) == ["tooLarge"])
        let letter = try #require(bench.cluster.current.published.last)
        #expect(letter.destination == .deadLetters)
        #expect(letter.record.headers.count < 20)
        #expect(Self.size(of: letter.record) < 4096)
        #expect(bench.calendar.calls.isEmpty)
    }

    private static func size(of record: ContractRecord) -> Int {
        RecordSize.of(key: record.key, value: record.value, headers: record.headers)
    }

    @Test("a meeting that was moved after the attempt is told as not found by its id, not as cancelled")
    func movedMeeting() async throws {
        let reads = Mutex(0)
        let calendar = ScriptedCalendar(
            reads: { event in
                let number = reads.withLock { reads in
                    reads += 1
                    return reads
                }
                return number == 1 ? .success(ScriptedCalendar.meeting(event)) : .failure(Self.gone)
            },
            shows: { .success([ScriptedCalendar.meeting($0)]) },
            cancels: { _, attempt in .failure(attempt == 1 ? Self.lost : Self.gone) }
        )
        let bench = Bench(calendar: calendar, clock: ManualClock.hurried())
        bench.cluster.append([SampleRecord.command(0)])
        try await bench.run {
            bench.cluster.assign([0])
            await bench.cluster.settled(1)
        }
        #expect(bench.cluster.outcomes.map(\.reason) == ["eventNotFound"])
    }

    @Test("an unresolved command is a dead letter too, with the command's own bytes")
    func unresolved() async throws {
        let calendar = ScriptedCalendar(shows: { _ in .success([]) }, cancels: { _, _ in .failure(Self.lost) })
        let bench = Bench(calendar: calendar, clock: ManualClock.hurried())
        let record = SampleRecord.command(0)
        bench.cluster.append([record])
        try await bench.run {
            bench.cluster.assign([0])
            await bench.cluster.settled(1)
        }
        #expect(bench.cluster.outcomes.map(\.reason) == ["answerLost"])
        let letters = bench.cluster.current.published.filter { $0.destination == .deadLetters }
        #expect(letters.map(\.record.value) == [record.value])
        #expect(calendar.cancelledEvents.count == 1)
    }

    @Test("an attempt disproved by two sightings is made again, three times in all")
    func disproved() async throws {
        let calendar = ScriptedCalendar(cancels: { _, _ in .failure(Self.lost) })
        let bench = Bench(calendar: calendar, clock: ManualClock.hurried())
        bench.cluster.append([SampleRecord.command(0)])
        try await bench.run {
            bench.cluster.assign([0])
            await bench.cluster.settled(1)
        }
        #expect(bench.cluster.outcomes.map(\.reason) == ["graphUnavailable"])
        #expect(calendar.calls.filter { $0.exchange == .cancel }.map(\.number) == [1, 2, 3])
        #expect(calendar.calls.count { $0.exchange == .entries } == 6)
        #expect(bench.cluster.current.published.count == 1)
    }

    @Test("commands of one meeting run one after another, those of others at once, up to the bound")
    func concurrency() async throws {
        let bench = Bench { $0.lanes.concurrency = 4 }
        let events = (0..<12).map { "m\($0 % 6)" }
        for event in Set(events) { bench.calendar.hold(.read, event) }
        bench.cluster.append(events.enumerated().map { SampleRecord.command(Int64($0), event: $1) })
        try await bench.run {
            bench.cluster.assign([0])
            await bench.calendar.wait { $0.calls.count { $0.exchange == .read } == 4 }
            for event in Set(events) { bench.calendar.release(.read, event) }
            await bench.cluster.settled(12)
        }
        #expect(bench.calendar.mostInFlight == 4)
        #expect(bench.cluster.outcomes.count == 12)
    }

    @Test("intake stops when enough is staged, and goes on when there is room")
    func backpressure() async throws {
        let bench = Bench {
            $0.stagedRecords = 6
            $0.lanes.concurrency = 1
        }
        bench.calendar.hold(.read, "first")
        bench.cluster.append((0..<30).map { SampleRecord.command($0, event: $0 == 0 ? "first" : nil) })
        try await bench.run {
            bench.cluster.assign([0])
            await bench.cluster.wait { $0.members[0]?.handedOut == 6 }
            await bench.calendar.wait(for: .read, "first")
            for _ in 0..<1000 { await Task.yield() }
            #expect(bench.cluster.current.members[0]?.handedOut == 6)
            bench.calendar.release(.read, "first")
            await bench.cluster.settled(30)
        }
        #expect(bench.cluster.outcomes.map(\.offset) == Array(0..<30))
    }

    @Test("a record delivered again is ignored")
    func redelivery() async throws {
        let bench = Bench()
        let records = (0..<3).map { SampleRecord.command($0) }
        bench.cluster.append(records)
        try await bench.run {
            let assignment = bench.cluster.assign([0])[0]
            await bench.cluster.settled(3)
            bench.cluster.append([SampleRecord.command(3)])
            let again = ConsumedBatch(assignment: assignment, records: records)
            bench.cluster.script { $0.injected.append(again) }
            await bench.cluster.settled(4)
        }
        #expect(bench.cluster.outcomes.map(\.offset).sorted() == [0, 1, 2, 3])
        #expect(bench.calendar.cancelledEvents.count == 4)
    }

    @Test("stopping finishes and commits what runs, leaves what waits, and closes source, then log")
    func stop() async throws {
        let bench = Bench { $0.lanes.concurrency = 1 }
        bench.calendar.hold(.cancel, "running")
        bench.cluster.append([SampleRecord.command(0, event: "running"), SampleRecord.command(1, event: "waiting")])
        try await bench.run {
            bench.cluster.assign([0])
            await bench.calendar.wait(for: .cancel, "running")
            bench.pipeline.stop()
            await bench.clock.sleeper(for: .seconds(10))
            bench.calendar.release(.cancel, "running")
            await bench.cluster.settled(1)
        }
        #expect(bench.cluster.outcomes.map(\.offset) == [0])
        #expect(bench.calendar.cancelledEvents == ["running"])
        #expect(bench.cluster.history.suffix(2) == [.revocationHandled(1), .logClosed])
        #expect(bench.cluster.current.breaches == [])
    }
}
