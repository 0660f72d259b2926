import CommandContract
import CommandPipeline
import Testing

@Suite("Committing", .timeLimit(.minutes(1)))
struct CommittingTests {
    private static let firstPause: ClosedRange<Duration> = .milliseconds(100)...(.milliseconds(200))
    private static let secondPause: ClosedRange<Duration> = .milliseconds(201)...(.milliseconds(400))
    private static let refused = PipelineFailure.refused(.fatal(code: "scripted"))

    @Test("an aborted batch is committed again after a pause that grows: one outcome, one call")
    func aborted() async throws {
        let bench = Bench()
        bench.cluster.append((0..<3).map { SampleRecord.command($0) })
        bench.cluster.script { $0.commitFaults = [.aborted, .aborted] }
        try await bench.run {
            bench.cluster.assign([0])
            bench.clock.advance(by: await bench.clock.sleeper(in: Self.firstPause))
            bench.clock.advance(by: await bench.clock.sleeper(in: Self.secondPause))
            await bench.cluster.settled(3)
        }
        #expect(bench.cluster.outcomes.map(\.offset).sorted() == [0, 1, 2])
        #expect(bench.calendar.cancelledEvents.count == 3)
        #expect(bench.cluster.history.count { $0 == .logOpened } == 1)
        #expect(bench.cluster.current.breaches == [])
    }

    @Test("a commit without an answer is decided by opening anew, then by the ledger", arguments: [true, false])
    func indefinite(happened: Bool) async throws {
        let bench = Bench()
        bench.cluster.append((0..<3).map { SampleRecord.command($0) })
        bench.cluster.script { $0.commitFaults = [.indefinite(happened: happened)] }
        try await bench.run {
            let assignment = bench.cluster.assign([0])[0]
            await bench.observer.wait(for: .commitDecided(assignment, happened: happened))
            bench.cluster.append([SampleRecord.command(3)])
            await bench.cluster.settled(4)
        }
        #expect(bench.cluster.outcomes.map(\.offset).sorted() == [0, 1, 2, 3])
        #expect(bench.calendar.cancelledEvents.count == 4)
        let opened = bench.cluster.history.lastIndex(of: .logOpened)
        let asked = bench.cluster.history.lastIndex(of: .ledgerEndRead(0))
        #expect(try #require(asked) > #require(opened), "asked only when nothing is undecided any more")
        #expect(bench.cluster.current.breaches == [])
    }

    @Test("a fatal failure is survived once")
    func fatalOnce() async throws {
        let bench = Bench()
        bench.cluster.append([SampleRecord.command(0)])
        bench.cluster.script { $0.commitFaults = [.fatal] }
        try await bench.run {
            bench.cluster.assign([0])
            await bench.cluster.settled(1)
        }
        #expect(bench.cluster.outcomes.count == 1)
        #expect(bench.calendar.cancelledEvents.count == 1)
    }

    @Test(
        "a second fatal failure within a minute ends the run, by time and not by the wall clock",
        arguments: [(59, 0), (60, 0), (59, 3600), (60, -3600)]
    )
    func fatalTwice(seconds: Int, correction: Int) async throws {
        let bench = Bench()
        bench.cluster.append([SampleRecord.command(0)])
        bench.cluster.script { $0.commitFaults = [.fatal, .fatal] }
        let run = { @Sendable in
            try await bench.run {
                await Self.failOnce(bench)
                bench.clock.correct(by: .seconds(correction))
                bench.clock.advance(by: .seconds(seconds))
                bench.cluster.script { $0.holdsOpening = false }
                if seconds < 60 {
                    await bench.cluster.wait { $0.members[0]?.isClosed == true }
                } else {
                    await bench.cluster.settled(1)
                }
            }
        }
        if seconds < 60 {
            await #expect(throws: Self.refused) { try await run() }
            #expect(bench.cluster.outcomes.isEmpty)
        } else {
            try await run()
        }
        #expect(bench.cluster.history.contains(.sourceClosed))
        #expect(bench.cluster.history.last == .logClosed)
        #expect(bench.cluster.current.breaches == [])
    }

    @Test("a run that fails answers the revocation it was draining and every later one")
    func answersRevocationsAfterFailure() async throws {
        let bench = Bench()
        bench.calendar.hold(.cancel, "board", stubborn: true)
        bench.cluster.append([SampleRecord.command(0, in: 1, event: "board")])
        await #expect(throws: Self.refused) {
            try await bench.run {
                bench.cluster.assign([0, 1, 2])
                await bench.calendar.wait(for: .cancel, "board")
                bench.cluster.script { $0.commitFaults = [.fatal, .fatal] }
                bench.cluster.revoke([1])
                await bench.clock.sleeper(for: .seconds(10))
                bench.cluster.append([SampleRecord.command(0)])
                // The request in flight, which nothing cuts off, keeps the run.
                await bench.observer.wait { $0.count { $0 == .commitFailed(.fatal(code: "scripted")) } == 2 }
                bench.calendar.release(.cancel, "board")
                await bench.cluster.wait { $0.members[0]?.isClosed == true && $0.members[0]?.revoking.isEmpty == true }
            }
        }
        let handled = bench.cluster.history.filter { if case .revocationHandled = $0 { true } else { false } }
        #expect(handled == [1, 2, 3].map { .revocationHandled($0) })
        #expect(bench.cluster.outcomes.isEmpty)
        #expect(bench.cluster.history.last == .logClosed)
        #expect(bench.cluster.current.breaches == [])
    }

    @Test("a log that cannot be opened is tried again and again, and the worker is not ready")
    func openFails() async throws {
        let bench = Bench()
        bench.cluster.script { $0.openFaults = [.indefinite(code: "down"), .aborted(code: "down")] }
        try await bench.run {
            bench.cluster.assign([0])
            let first = await bench.clock.sleeper(in: Self.firstPause)
            #expect(!bench.pipeline.isReady)
            bench.clock.advance(by: first)
            bench.clock.advance(by: await bench.clock.sleeper(in: Self.secondPause))
            await bench.observer.wait(for: .logOpened)
        }
    }

    @Test("a log that stays away does not keep a stopping worker beyond the drain bound")
    func stopWhileLogIsAway() async throws {
        let bench = Bench()
        bench.cluster.append([SampleRecord.command(0)])
        bench.cluster.script { $0.commitFaults = [.indefinite(happened: true)] }
        try await bench.run {
            await bench.observer.wait(for: .logOpened)
            bench.cluster.script { $0.openFaults = Array(repeating: .indefinite(code: "down"), count: 10) }
            bench.cluster.assign([0])
            await bench.clock.sleeper(in: Self.firstPause)
            #expect(!bench.pipeline.isReady)
            bench.pipeline.stop()
            await bench.clock.sleeper(for: .seconds(10))
            bench.clock.advance(by: .seconds(10))
            await bench.cluster.revocationHandled(1)
        }
        #expect(bench.cluster.current.breaches == [])
    }

    /// Returns when the first commit has failed and the log is about to be opened anew.
    private static func failOnce(_ bench: Bench) async {
        await bench.observer.wait(for: .logOpened)
        bench.cluster.script { $0.holdsOpening = true }
        bench.cluster.assign([0])
        await bench.observer.wait(for: .commitFailed(.fatal(code: "scripted")))
    }
}
