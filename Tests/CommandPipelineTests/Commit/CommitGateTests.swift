import CommandContract
import CommandPipeline
import Testing

/// No command starts while its outcome could not be committed: what it does would be told as another's doing when its record
/// is delivered again.
@Suite("Starting while outcomes cannot be committed", .timeLimit(.minutes(1)))
struct CommitGateTests {
    @Test("no command starts before the log is open")
    func beforeOpening() async throws {
        let bench = Bench()
        bench.cluster.script { $0.holdsOpening = true }
        bench.cluster.append([SampleRecord.command(0)])
        try await bench.run {
            bench.cluster.assign([0])
            await Self.handedOut(1, bench)
            #expect(bench.calendar.calls.isEmpty)
            bench.cluster.script { $0.holdsOpening = false }
            await bench.cluster.committed(1)
        }
    }

    @Test("no command starts while the log is being opened anew", arguments: [true, false])
    func whileReopening(happened: Bool) async throws {
        let bench = Bench()
        bench.cluster.script { $0.commitFaults = [.indefinite(happened: happened)] }
        bench.cluster.append([SampleRecord.command(0)])
        try await bench.run {
            await bench.observer.wait(for: .logOpened([:]))
            bench.cluster.script { $0.openFaults = [.indefinite(code: "down")] }
            bench.cluster.assign([0])
            await bench.clock.sleeper(for: .milliseconds(150))
            bench.cluster.append([SampleRecord.command(1, event: "later")])
            await Self.handedOut(2, bench)
            #expect(!bench.calendar.calls.contains { $0.eventID == "later" })
            #expect(!bench.pipeline.isReady)
            bench.clock.advance(by: .milliseconds(150))
            // Not yet the next commit's time when the first did not happen, and the command need not wait for that.
            await bench.calendar.wait(for: .cancel, "later")
            await bench.clock.sleeper(for: .milliseconds(150))
            bench.clock.advance(by: .milliseconds(150))
            await bench.cluster.committed(2)
        }
        #expect(bench.cluster.outcomes.map(\.offset) == [0, 1])
        #expect(bench.cluster.current.breaches == [])
    }

    @Test("no command starts while an abort repeats; it does when the batch has gone through")
    func whileAborting() async throws {
        let bench = Bench()
        bench.cluster.script { $0.commitFaults = [.aborted, .aborted] }
        bench.cluster.append([SampleRecord.command(0)])
        try await bench.run {
            bench.cluster.assign([0])
            for (number, milliseconds) in [(1, 150), (2, 300)] as [(Int64, Int64)] {
                await bench.clock.sleeper(for: .milliseconds(milliseconds))
                bench.cluster.append([SampleRecord.command(number, event: "later")])
                await Self.handedOut(Int(number) + 1, bench)
                #expect(!bench.calendar.calls.contains { $0.eventID == "later" })
                #expect(!bench.pipeline.isReady)
                bench.clock.advance(by: .milliseconds(milliseconds))
            }
            await bench.cluster.committed(3)
            await bench.observer.wait { $0.contains(.settled(2, .cancelled)) }
        }
        #expect(bench.cluster.outcomes.map(\.offset) == [0, 1, 2])
    }

    @Test("when the aborted batch's partition goes, commands of others start at once")
    func abortedPartitionGoes() async throws {
        let bench = Bench()
        bench.cluster.script { $0.commitFaults = [.aborted] }
        bench.cluster.append([SampleRecord.command(0)])
        try await bench.run {
            bench.cluster.assign([0, 1])
            await bench.clock.sleeper(for: .milliseconds(150))
            bench.cluster.append([SampleRecord.command(0, in: 1, event: "other")])
            await Self.handedOut(2, bench)
            #expect(!bench.calendar.calls.contains { $0.eventID == "other" })
            await bench.cluster.revocationHandled(bench.cluster.revoke([0], lost: true))
            await bench.calendar.wait(for: .cancel, "other")
            #expect(bench.clock.uptime == .zero, "started without the committer's next try")
            bench.clock.advance(by: .milliseconds(150))
            await bench.cluster.committed(1, in: 1)
        }
        #expect(bench.cluster.outcomes.map(\.partition) == [1])
        #expect(bench.cluster.current.breaches == [])
    }

    /// Waits until the intake has had this many records, and gives the dispatcher every chance to be wrong.
    private static func handedOut(_ count: Int, _ bench: Bench) async {
        await bench.cluster.wait { $0.members[0]?.handedOut == count }
        for _ in 0..<1000 { await Task.yield() }
    }
}
