import CommandContract
import CommandPipeline
import MeetingCancellation
import Testing

@Suite("Rebalance", .timeLimit(.minutes(1)))
struct RebalanceTests {
    @Test("a revoked partition's running command is committed before the partition goes; waiting ones never start")
    func revocation() async throws {
        let bench = Bench { $0.lanes.concurrency = 1 }
        bench.calendar.hold(.cancel, "running")
        bench.cluster.append([SampleRecord.command(0, event: "running"), SampleRecord.command(1, event: "waiting")])
        try await bench.run {
            bench.cluster.assign([0])
            await bench.calendar.wait(for: .cancel, "running")
            let id = bench.cluster.revoke([0])
            await bench.clock.sleeper(for: .seconds(10))
            #expect(!bench.cluster.history.contains(.revocationHandled(1)))
            bench.calendar.release(.cancel, "running")
            await bench.cluster.revocationHandled(id)
            #expect(bench.cluster.outcomes.map(\.offset) == [0])
            #expect(bench.cluster.outcomes.map(\.reason) == ["cancelled"], "the 202 came in time")
        }
        #expect(bench.calendar.cancelledEvents == ["running"])
        #expect(!bench.observer.facts.contains { $0.isDrainTimeout })
        #expect(bench.cluster.current.breaches == [])
    }

    @Test("beyond the drain bound the partition is let go in doubt; the answer that comes later is dropped")
    func drainBound() async throws {
        let bench = Bench()
        bench.calendar.hold(.cancel, "stuck", stubborn: true)
        bench.cluster.append([SampleRecord.command(0, event: "stuck")])
        try await bench.run {
            bench.cluster.assign([0])
            await bench.calendar.wait(for: .cancel, "stuck")
            let id = bench.cluster.revoke([0])
            await bench.clock.sleeper(for: .seconds(10))
            #expect(!bench.cluster.history.contains(.revocationHandled(1)))
            bench.clock.advance(by: .seconds(10))
            await bench.cluster.revocationHandled(id)
            #expect(bench.observer.facts.contains { $0.isDrainTimeout })
            bench.calendar.release(.cancel, "stuck")
            try await Self.runAnother(bench)
        }
        #expect(bench.cluster.outcomes.map(\.partition) == [1])
        guard case .attempting? = try bench.cluster.ledgerRecord(0) else {
            Issue.record("the next owner would not look it up")
            return
        }
    }

    @Test("a lost partition goes at once, and its running command asks Graph nothing more")
    func lost() async throws {
        // The other command's transaction may be open at that moment: it is aborted then, and the next one waits a little.
        let bench = Bench(clock: .hurried())
        bench.calendar.hold(.read, "stuck", stubborn: true)
        bench.cluster.append([SampleRecord.command(0, event: "stuck"), SampleRecord.command(1)])
        try await bench.run {
            let assignment = bench.cluster.assign([0])[0]
            await bench.calendar.wait(for: .read, "stuck")
            let id = bench.cluster.revoke([0], lost: true)
            await bench.cluster.revocationHandled(id)
            #expect(bench.observer.facts.contains(.partitionsRevoked([assignment], lost: true)))
            bench.calendar.release(.read, "stuck")
            try await Self.runAnother(bench)
        }
        #expect(!bench.calendar.cancelledEvents.contains("stuck"))
        #expect(bench.cluster.outcomes.map(\.partition) == [1])
    }

    @Test("no revocation is handled while a transaction with its partition is open, however long that takes")
    func openTransaction() async throws {
        let bench = Bench()
        bench.cluster.script { $0.holdsCommits = true }
        bench.cluster.append([SampleRecord.record(0, value: Array("{not json".utf8))])
        try await bench.run {
            bench.cluster.assign([0])
            await bench.cluster.wait { $0.members[0]?.inFlight != nil }
            let id = bench.cluster.revoke([0])
            await bench.clock.sleeper(for: .seconds(10))
            bench.clock.advance(by: .seconds(10))
            await bench.observer.wait { $0.contains(where: \.isDrainTimeout) }
            for _ in 0..<1000 { await Task.yield() }
            #expect(!bench.cluster.history.contains(.revocationHandled(1)))
            bench.cluster.script { $0.holdsCommits = false }
            await bench.cluster.revocationHandled(id)
        }
        #expect(bench.cluster.outcomes.map(\.offset) == [0])
        #expect(bench.cluster.current.breaches == [])
    }

    @Test("another partition's open transaction does not hold a revocation up")
    func unrelatedTransaction() async throws {
        let bench = Bench()
        bench.cluster.script { $0.holdsCommits = true }
        bench.cluster.append([SampleRecord.command(0)])
        try await bench.run {
            bench.cluster.assign([0, 1])
            await bench.cluster.wait { $0.members[0]?.inFlight != nil }
            await bench.cluster.revocationHandled(bench.cluster.revoke([1]))
            bench.cluster.script { $0.holdsCommits = false }
            await bench.cluster.committed(1)
        }
    }

    @Test("records that come after the revocation began are not worked on")
    func recordsAfterRevocation() async throws {
        let bench = Bench { $0.lanes.concurrency = 2 }
        bench.calendar.hold(.cancel, "running")
        bench.cluster.append([SampleRecord.command(0, event: "running")])
        try await bench.run {
            bench.cluster.assign([0])
            await bench.calendar.wait(for: .cancel, "running")
            let id = bench.cluster.revoke([0])
            await bench.clock.sleeper(for: .seconds(10))
            bench.cluster.append([SampleRecord.command(1, event: "late")])
            await bench.cluster.wait { $0.members[0]?.handedOut == 2 }
            bench.calendar.release(.cancel, "running")
            await bench.cluster.revocationHandled(id)
        }
        #expect(bench.calendar.cancelledEvents == ["running"])
        #expect(bench.cluster.outcomes.map(\.offset) == [0])
    }

    @Test("a batch of an older assignment of the same partition is dropped")
    func olderEpoch() async throws {
        let bench = Bench()
        bench.cluster.append([SampleRecord.command(0)])
        try await bench.run {
            let old = bench.cluster.assign([0])[0]
            await bench.cluster.settled(1)
            await bench.cluster.revocationHandled(bench.cluster.revoke([0]))
            bench.cluster.assign([0])
            let late = ConsumedBatch(assignment: old, records: [SampleRecord.command(5, event: "late")])
            bench.cluster.script { $0.injected.append(late) }
            bench.cluster.append([SampleRecord.command(1)])
            await bench.cluster.settled(2)
        }
        #expect(!bench.calendar.calls.contains { $0.eventID == "late" })
        #expect(bench.cluster.outcomes.map(\.offset) == [0, 1])
    }

    @Test(
        "the answer to an older assignment's request does not settle the same command of the new one, which looks first"
    )
    func olderResult() async throws {
        let bench = Bench()
        bench.calendar.hold(.cancel, "board", stubborn: true)
        bench.cluster.append([SampleRecord.command(0, event: "board"), SampleRecord.command(1)])
        try await bench.run {
            bench.cluster.assign([0])
            await bench.calendar.wait(for: .cancel, "board")
            await bench.cluster.settled(1)
            await bench.cluster.revocationHandled(bench.cluster.revoke([0], lost: true))
            bench.cluster.assign([0])
            await bench.clock.sleeper(for: .seconds(100))
            bench.calendar.release(.cancel, "board")
            bench.cluster.append([SampleRecord.command(2)])
            await bench.cluster.settled(2)
            #expect(Set(bench.cluster.outcomes.map(\.offset)) == [1, 2])
            bench.clock.advance(by: .seconds(100))
            await bench.clock.sleeper(for: .seconds(60))
            bench.clock.advance(by: .seconds(60))
            await bench.cluster.settled(3)
        }
        #expect(
            bench.calendar.calls.filter { $0.eventID == "board" }.map(\.exchange) == [
                .permission, .read, .permission, .cancel, .read, .entries, .read, .entries, .permission, .cancel,
            ])
        #expect(bench.cluster.current.breaches == [])
    }

    @Test("what was let go is taken up by the next owner from the committed offset")
    func handover() async throws {
        let cluster = ModelledCluster(members: 2)
        let first = Bench(cluster: cluster, member: 0)
        let second = Bench(cluster: cluster, member: 1, clock: .hurried())
        cluster.append((0..<20).map { SampleRecord.command($0) })
        try await first.run {
            try await second.run {
                cluster.assign([0], to: 0)
                await cluster.committed(1)
                cluster.state.update { $0.heirs[ModelledCluster.partition(0)] = 1 }
                cluster.revoke([0], from: 0)
                await cluster.settled(20)
            }
        }
        #expect(cluster.outcomes.map(\.offset).sorted() == Array(0..<20))
        #expect(cluster.current.breaches == [])
    }

    private static func runAnother(_ bench: Bench) async throws {
        bench.cluster.append([SampleRecord.command(0, in: 1)])
        bench.cluster.assign([1])
        await bench.observer.settled(0, in: 1)
    }
}
