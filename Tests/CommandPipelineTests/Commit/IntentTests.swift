import CommandContract
import CommandPipeline
import MeetingCancellation
import Testing

/// No request leaves before its attempt is committed (promise P3).
@Suite("Intent before request", .timeLimit(.minutes(1)))
struct IntentTests {
    @Test("nothing is sent before the log is open")
    func beforeOpening() async throws {
        let bench = Bench()
        bench.cluster.script { $0.holdsOpening = true }
        try await Self.run(bench) {
            await Self.readyToSend(bench)
            #expect(bench.calendar.cancelledEvents.isEmpty)
            bench.cluster.script { $0.holdsOpening = false }
            await bench.cluster.settled(1)
        }
    }

    @Test("nothing is sent while the attempt's transaction is open")
    func whileCommitting() async throws {
        let bench = Bench()
        bench.cluster.script { $0.holdsCommits = true }
        try await Self.run(bench) {
            await bench.cluster.wait { $0.members[0]?.inFlight != nil }
            await Self.readyToSend(bench)
            #expect(bench.calendar.cancelledEvents.isEmpty)
            bench.cluster.script { $0.holdsCommits = false }
            await bench.cluster.settled(1)
        }
    }

    @Test("nothing is sent while the attempt is aborted again and again, or has no answer", arguments: [true, false])
    func whileFailing(isIndefinite: Bool) async throws {
        let bench = Bench()
        bench.cluster.script {
            $0.commitFaults = isIndefinite ? [.indefinite(happened: false), .indefinite(happened: true)] : [.aborted]
        }
        try await Self.run(bench) {
            if isIndefinite {
                await bench.cluster.settled(1)
            } else {
                let pause = await bench.clock.sleeper(in: .milliseconds(100)...(.milliseconds(200)))
                await Self.readyToSend(bench)
                #expect(bench.calendar.cancelledEvents.isEmpty)
                bench.clock.advance(by: pause)
                await bench.cluster.settled(1)
            }
        }
    }

    @Test(
        "an attempt whose commit outlasts the lease is written anew before anything is sent", arguments: [9999, 10_000])
    func lease(milliseconds: Int) async throws {
        let bench = Bench()
        bench.cluster.script { $0.holdsCommits = true }
        try await Self.run(bench) {
            await bench.cluster.wait { $0.members[0]?.inFlight != nil }
            bench.clock.advance(by: .milliseconds(milliseconds))
            bench.cluster.script { $0.holdsCommits = false }
            await bench.cluster.settled(1)
        }
        let isLate = milliseconds >= 10_000
        #expect(bench.cluster.history.count { $0 == .committed } == (isLate ? 3 : 2))
        #expect(bench.calendar.calls.filter { $0.exchange == .cancel }.map(\.number) == [1])
    }

    /// One command, whose one request must end it.
    private static func run(_ bench: Bench, _ body: @Sendable () async throws -> Void) async throws {
        bench.cluster.append([SampleRecord.command(0)])
        try await bench.run {
            bench.cluster.assign([0])
            try await body()
        }
        #expect(bench.cluster.outcomes.map(\.reason) == ["cancelled"])
        #expect(bench.calendar.cancelledEvents.count == 1)
        #expect(bench.cluster.current.breaches == [])
    }

    /// Waits until only the attempt's commit is missing, and gives the worker every chance to be wrong.
    private static func readyToSend(_ bench: Bench) async {
        await bench.calendar.wait { $0.calls.count { $0.exchange == .permission } == 2 }
        for _ in 0..<1000 { await Task.yield() }
    }
}
