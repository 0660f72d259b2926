import CommandContract
import CommandPipeline
import Testing

@Suite("Committing", .timeLimit(.minutes(1)))
struct BatchCommitterTests {
    @Test("an aborted batch is committed again: one outcome, one call")
    func aborted() async throws {
        let bench = Bench()
        bench.cluster.append((0..<3).map { SampleRecord.command($0) })
        bench.cluster.script { $0.commitFaults = [.aborted, .aborted] }
        try await bench.run {
            bench.cluster.assign([0])
            await bench.clock.sleeper(for: .milliseconds(150))
            bench.clock.advance(by: .milliseconds(150))
            await bench.clock.sleeper(for: .milliseconds(300))
            bench.clock.advance(by: .milliseconds(300))
            await bench.cluster.committed(3)
        }
        #expect(bench.cluster.outcomes.map(\.offset) == [0, 1, 2])
        #expect(bench.calendar.cancelledEvents.count == 3)
        #expect(bench.cluster.history.count { $0 == .logOpened } == 1)
        #expect(bench.cluster.current.breaches == [])
    }

    @Test("an indefinite commit is decided by opening anew, then reading the offsets", arguments: [true, false])
    func indefinite(happened: Bool) async throws {
        let bench = Bench()
        bench.cluster.append((0..<3).map { SampleRecord.command($0) })
        bench.cluster.script { $0.commitFaults = [.indefinite(happened: happened)] }
        try await bench.run {
            bench.cluster.assign([0])
            await bench.clock.sleeper(for: .milliseconds(150))
            bench.cluster.append([SampleRecord.command(3)])
            bench.clock.advance(by: .milliseconds(150))
            await bench.cluster.committed(4)
        }
        #expect(bench.cluster.outcomes.map(\.offset) == [0, 1, 2, 3])
        #expect(bench.calendar.cancelledEvents.count == 4)
        let partition = ModelledCluster.partition(0)
        #expect(bench.cluster.history.starts(with: [.logOpened, .logOpened, .offsetsRead([partition])]))
        #expect(bench.cluster.current.breaches == [])
    }

    @Test("a fatal failure is survived once")
    func fatalOnce() async throws {
        let bench = Bench()
        bench.cluster.append([SampleRecord.command(0)])
        bench.cluster.script { $0.commitFaults = [.fatal] }
        try await bench.run {
            bench.cluster.assign([0])
            await bench.clock.sleeper(for: .milliseconds(150))
            bench.clock.advance(by: .milliseconds(150))
            await bench.cluster.committed(1)
        }
        #expect(bench.cluster.outcomes.count == 1)
    }

    @Test("a second fatal failure within a minute ends the run, closes source and log", arguments: [59, 60])
    func fatalTwice(seconds: Int) async throws {
        let bench = Bench()
        bench.cluster.append([SampleRecord.command(0)])
        bench.cluster.script { $0.commitFaults = [.fatal, .fatal] }
        let run = { @Sendable in
            try await bench.run {
                bench.cluster.assign([0])
                await bench.clock.sleeper(for: .milliseconds(150))
                bench.clock.advance(by: .seconds(seconds))
                guard seconds >= 60 else {
                    await bench.cluster.wait { $0.members[0]?.isClosed == true }
                    return
                }
                await bench.clock.sleeper(for: .milliseconds(300))
                bench.clock.advance(by: .seconds(1))
                await bench.cluster.committed(1)
            }
        }
        if seconds >= 60 {
            try await run()
        } else {
            await #expect(throws: CommitFailure.fatal(code: "scripted")) { try await run() }
            #expect(bench.cluster.outcomes.isEmpty)
        }
        #expect(bench.cluster.history.contains(.sourceClosed))
        #expect(bench.cluster.history.last == .logClosed)
        #expect(bench.cluster.current.breaches == [])
    }

    @Test(
        "the minute between two fatal failures is one of time, not of the wall clock",
        arguments: [(59, 3600), (60, -3600)]
    )
    func wallClockCorrected(seconds: Int, correction: Int) async throws {
        let bench = Bench()
        bench.cluster.append([SampleRecord.command(0)])
        bench.cluster.script { $0.commitFaults = [.fatal, .fatal] }
        let run = { @Sendable in
            try await bench.run {
                bench.cluster.assign([0])
                await bench.clock.sleeper(for: .milliseconds(150))
                bench.clock.correct(by: .seconds(correction))
                bench.clock.advance(by: .seconds(seconds))
                if seconds < 60 {
                    await bench.cluster.wait { $0.members[0]?.isClosed == true }
                } else {
                    await bench.clock.sleeper(for: .milliseconds(300))
                    bench.clock.advance(by: .seconds(1))
                    await bench.cluster.committed(1)
                }
            }
        }
        if seconds < 60 {
            await #expect(throws: CommitFailure.fatal(code: "scripted")) { try await run() }
        } else {
            try await run()
        }
    }

    @Test("a run that fails answers the revocation it was draining and every later one")
    func answersRevocationsAfterFailure() async throws {
        let bench = Bench()
        bench.calendar.hold(.cancel, "board", stubborn: true)
        bench.cluster.append([SampleRecord.command(0), SampleRecord.command(0, in: 1, event: "board")])
        bench.cluster.script { $0.commitFaults = [.fatal, .fatal] }
        await #expect(throws: CommitFailure.fatal(code: "scripted")) {
            try await bench.run {
                bench.cluster.assign([0, 1, 2])
                await bench.calendar.wait(for: .cancel, "board")
                await bench.clock.sleeper(for: .milliseconds(150))
                bench.cluster.revoke([1])
                await bench.clock.sleeper(for: .seconds(10))
                bench.clock.advance(by: .seconds(1))
                // The failure has cancelled the drain; the request in flight, which nothing cuts off, keeps the run.
                await bench.cluster.revocationHandled(1)
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
            await bench.clock.sleeper(for: .milliseconds(150))
            #expect(!bench.pipeline.isReady)
            bench.clock.advance(by: .milliseconds(150))
            await bench.clock.sleeper(for: .milliseconds(300))
            bench.clock.advance(by: .milliseconds(300))
            await bench.observer.wait(for: .logOpened([:]))
        }
    }

    @Test("a log that stays away does not keep a stopping worker, once the bounds of drain and commit are over")
    func stopWhileLogIsAway() async throws {
        let bench = Bench()
        bench.cluster.append([SampleRecord.command(0)])
        bench.cluster.script { $0.commitFaults = [.indefinite(happened: true)] }
        try await bench.run {
            await bench.observer.wait(for: .logOpened([:]))
            bench.cluster.script { $0.openFaults = Array(repeating: .indefinite(code: "down"), count: 10) }
            bench.cluster.assign([0])
            await bench.clock.sleeper(for: .milliseconds(150))
            #expect(!bench.pipeline.isReady)
            bench.pipeline.stop()
            await bench.clock.sleeper(for: .seconds(10))
            bench.clock.advance(by: .seconds(10))
            await bench.clock.sleeper(for: .seconds(5))
            bench.clock.advance(by: .seconds(5))
            await bench.cluster.revocationHandled(1)
        }
        #expect(bench.cluster.current.breaches == [])
    }
}
