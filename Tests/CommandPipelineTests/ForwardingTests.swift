import CommandContract
import CommandPipeline
import MeetingCancellation
import Testing

@Suite("Forwarding", .timeLimit(.minutes(1)))
struct ForwardingTests {
    @Test("a command in the wrong partition has its one outcome from the right one, in the order of its meeting there")
    func forwards() async throws {
        let bench = Bench()
        // A meeting of partition 1, once in partition 0 and once at home. Of two meetings either may end first.
        let stray = SampleRecord.command(0, in: 0, event: "shared", user: SampleRecord.residents[1])
        bench.cluster.append([stray, SampleRecord.command(0, in: 1, event: "shared")])
        try await bench.run {
            bench.cluster.assign([0, 1])
            await bench.cluster.wait { $0.isDone(outcomes: 2) }
        }
        let outcomes = bench.cluster.outcomes
        #expect(outcomes.map(\.command) == ["cmd-1-0", "cmd-0-0"])
        #expect(outcomes.map(\.offset) == [0, 1])
        #expect(outcomes.map(\.reason) == ["cancelled", "alreadyCancelled"])
        #expect(outcomes.allSatisfy { $0.partition == 1 })
        #expect(bench.observer.facts.contains(.recordForwarded(stray.position, to: 1)))
    }

    @Test("a forwarded record is the same bytes at the same time, with the mark of where it stood")
    func sameRecord() async throws {
        let bench = Bench()
        let stray = SampleRecord.command(4, in: 2, user: SampleRecord.residents[0])
        bench.cluster.append([stray])
        try await bench.run {
            bench.cluster.assign([0, 2])
            await bench.cluster.wait { $0.isDone(outcomes: 1) }
        }
        let forwarded = try #require(bench.cluster.current.published.first { $0.destination == .commands })
        #expect(forwarded.placement == .partition(0))
        #expect(forwarded.record.key == stray.key)
        #expect(forwarded.record.value == stray.value)
        #expect(forwarded.record.timestamp == SampleRecord.recorded)
        #expect(
            forwarded.record.headers == stray.headers + [RecordHeader("rescind-forwarded-from", "2/4/1799999999000")])
        #expect(bench.cluster.outcomes.map(\.partition) == [0])
    }

    @Test("a record that bears the mark is worked on wherever it stands")
    func secondHop() async throws {
        let bench = Bench()
        let stray = SampleRecord.command(0, in: 0, user: SampleRecord.residents[1])
        bench.cluster.append([
            SampleRecord.record(
                0, in: 0, value: stray.value, headers: stray.headers + [RecordHeader("rescind-forwarded-from", "1/9")])
        ])
        try await bench.run {
            bench.cluster.assign([0])
            await bench.cluster.settled(1)
        }
        #expect(bench.cluster.current.published.map(\.destination) == [.outcomes])
        #expect(bench.cluster.outcomes.map(\.reason) == ["cancelled"])
    }

    /// A command just under the limit would otherwise come back as too large, in a partition it never stood in.
    @Test("the mark does not make a command too large")
    func limit() async throws {
        let stray = SampleRecord.command(0, in: 0, user: SampleRecord.residents[1])
        let size = RecordSize.of(key: stray.key, value: stray.value, headers: stray.headers)
        let bench = Bench(limits: { $0.commandBytes = size })
        bench.cluster.append([stray])
        try await bench.run {
            bench.cluster.assign([0, 1])
            await bench.cluster.wait { $0.isDone(outcomes: 1) }
        }
        #expect(bench.cluster.outcomes.map(\.reason) == ["cancelled"])
    }

    @Test("a forward that is aborted is made again; one without an answer is made once", arguments: [true, false])
    func commitFaults(happened: Bool) async throws {
        let bench = Bench(clock: ManualClock.hurried())
        bench.cluster.script { $0.commitFaults = [.aborted, .indefinite(happened: happened)] }
        bench.cluster.append([SampleRecord.command(0, in: 0, user: SampleRecord.residents[1])])
        try await bench.run {
            bench.cluster.assign([0, 1])
            await bench.cluster.wait { $0.isDone(outcomes: 1) }
        }
        #expect(bench.cluster.current.published.map(\.destination) == [.commands, .outcomes])
        #expect(bench.cluster.outcomes.map(\.reason) == ["cancelled"])
    }

    /// No right to write there, a smaller limit, a time the topic does not take: none of it may hold the worker.
    @Test("a forward that the broker never takes is worked on where it stands, and nobody else waits for it")
    func refused() async throws {
        let bench = Bench(clock: ManualClock.hurried())
        bench.cluster.script { $0.refusesForwards = true }
        bench.cluster.append([
            SampleRecord.command(0, in: 0, user: SampleRecord.residents[1]), SampleRecord.command(1, in: 0),
            SampleRecord.command(0, in: 2),
        ])
        try await bench.run {
            bench.cluster.assign([0, 1, 2])
            await bench.cluster.wait { $0.isDone(outcomes: 3) }
        }
        #expect(bench.cluster.outcomes.allSatisfy { $0.reason == "cancelled" })
        #expect(Set(bench.cluster.outcomes.map(\.command)) == ["cmd-0-0", "cmd-0-1", "cmd-2-0"])
        #expect(bench.cluster.outcomes.filter { $0.partition == 0 }.map(\.offset).sorted() == [0, 1])
        #expect(bench.observer.facts.contains(.forwardsTakenBack(1)))
        #expect(bench.calendar.cancelledEvents.count == 3)
    }

    @Test("forwards that are taken back run in their order, and before whatever comes later")
    func refusedInOrder() async throws {
        let cancelled = Watched<Set<String>>([])
        let calendar = ScriptedCalendar(cancels: { event, _ in
            cancelled.update { $0.insert(event).inserted }
                ? .success(GraphTrace(status: 202)) : .failure(ExchangeFailure(kind: .notFound, verdict: .permanent))
        })
        let bench = Bench(
            calendar: calendar, clock: ManualClock.hurried(), limits: { $0.batchRecords = 4 }
        )
        bench.cluster.script { $0.refusesForwards = true }
        let user = SampleRecord.residents[1]
        bench.cluster.append((0..<20).map { SampleRecord.command($0, in: 0, event: "one", user: user) })
        try await bench.run {
            bench.cluster.assign([0])
            await bench.cluster.wait { $0.isDone(outcomes: 20) }
        }
        #expect(bench.cluster.outcomes.map(\.reason) == ["cancelled"] + Array(repeating: "alreadyCancelled", count: 19))
        #expect(bench.cluster.outcomes.map(\.offset) == Array(0..<20))
    }

    @Test("a moved command is no younger than it was, whatever time the topic gave it")
    func age() async throws {
        let bench = Bench(limits: { $0.defaultDeadline = .seconds(3600) })
        let stray = SampleRecord.command(0, in: 0, user: SampleRecord.residents[1])
        let old = bench.clock.now.milliseconds - 7_200_000
        bench.cluster.append([
            SampleRecord.record(
                0, in: 1, value: stray.value,
                headers: stray.headers + [RecordHeader("rescind-forwarded-from", "0/0/\(old)")])
        ])
        try await bench.run {
            bench.cluster.assign([1])
            await bench.cluster.settled(1)
        }
        #expect(bench.cluster.outcomes.map(\.reason) == ["expired"])
    }

    @Test(
        "no time a forged mark can say stops the worker",
        arguments: ["\(Int64.max)", "\(Int64.min)", "99999999999999999999", "-", "", "1/2/3", "0x1"]
    )
    func forgedMark(time: String) async throws {
        let bench = Bench()
        let stray = SampleRecord.command(0, in: 0, user: SampleRecord.residents[1])
        let mark = RecordHeader("rescind-forwarded-from", "0/0/\(time)")
        let forged = SampleRecord.record(0, in: 1, value: stray.value, headers: stray.headers + [mark])
        let position = RecordPosition(topic: ClusterState.topic, partition: 1, offset: 1, timestamp: nil)
        let timeless = ConsumedRecord(position: position, key: nil, value: stray.value, headers: forged.headers)
        bench.cluster.append([forged, timeless])
        try await bench.run {
            bench.cluster.assign([1])
            await bench.cluster.settled(2)
        }
        let isOld = time == "\(Int64.min)"
        let reasons = Dictionary(uniqueKeysWithValues: bench.cluster.outcomes.map { ($0.offset, $0.reason) })
        #expect(reasons == [0: isOld ? "expired" : "cancelled", 1: "duplicateInProgress"])
    }

    @Test("records wait until the number of partitions is known, and come when it is")
    func countUnreadable() async throws {
        let bench = Bench(clock: ManualClock.hurried())
        bench.cluster.script { $0.countFaults = 3 }
        bench.cluster.append([SampleRecord.command(0, in: 0, user: SampleRecord.residents[1])])
        try await bench.run {
            bench.cluster.assign([0, 1])
            await bench.cluster.wait { $0.isDone(outcomes: 1) }
        }
        #expect(bench.observer.facts.count { if case .restoreFailed = $0 { true } else { false } } == 3)
        #expect(bench.cluster.outcomes.map(\.partition) == [1])
    }
}
