import CommandContract
import CommandPipeline
import MeetingCancellation
import Testing

/// What becomes of running commands while their partition is given up. Time stands still unless a test moves it, so a drain
/// that ends without that has ended at once.
@Suite("Drain", .timeLimit(.minutes(1)))
struct DrainTests {
    private static let lost = ExchangeFailure(kind: .unavailable, verdict: .ambiguous)
    private static let throttled = ExchangeFailure(
        kind: .throttled, verdict: .surelyNotProcessed, retryAfter: .seconds(17)
    )

    @Test("a command that has only read goes at once and never sends its request")
    func onlyRead() async throws {
        let bench = Bench()
        bench.calendar.hold(.read, "board")
        try await Self.run(bench) {
            await bench.calendar.wait(for: .read, "board")
            await bench.cluster.revocationHandled(bench.cluster.revoke([0]))
        }
        #expect(bench.calendar.calls.map(\.exchange) == [.permission, .read])
        #expect(bench.cluster.current.published.isEmpty)
        #expect(!bench.observer.facts.contains { $0.isDrainTimeout })
    }

    @Test("a command that waits and has not acted stops waiting at once", arguments: [true, false])
    func notActed(isAfterRequest: Bool) async throws {
        let calendar = ScriptedCalendar(
            reads: { isAfterRequest ? .success(ScriptedCalendar.meeting($0)) : .failure(Self.throttled) },
            cancels: { _, _ in .failure(Self.throttled) }
        )
        let bench = Bench(calendar: calendar)
        try await Self.run(bench) {
            await bench.clock.sleeper(for: .seconds(17))
            await bench.cluster.revocationHandled(bench.cluster.revoke([0]))
        }
        #expect(calendar.cancelledEvents.count == (isAfterRequest ? 1 : 0))
        #expect(bench.cluster.current.published.isEmpty, "the next owner goes on with it")
        guard case .waiting(let kept) = try bench.cluster.ledgerRecord(0) else {
            Issue.record("not waiting")
            return
        }
        #expect(kept.attempts == (isAfterRequest ? 1 : 0))
        #expect(kept.resumesAt == bench.clock.now + .seconds(17))
    }

    enum Doubt: Sendable, CaseIterable { case requestInFlight, waitingForVisibility, lookUpInFlight }

    @Test(
        "a command in doubt says nothing; its attempt stands in the ledger for the next owner",
        arguments: Doubt.allCases)
    func inDoubt(doubt: Doubt) async throws {
        let bench = Bench(calendar: ScriptedCalendar(cancels: { _, _ in .failure(Self.lost) }))
        if doubt == .requestInFlight { bench.calendar.hold(.cancel, "board") }
        if doubt == .lookUpInFlight { bench.calendar.hold(.entries, "board") }
        try await Self.run(bench) {
            await bench.calendar.wait(for: .cancel, "board")
            if doubt != .requestInFlight { await bench.clock.sleeper(for: .seconds(60)) }
            if doubt == .lookUpInFlight {
                bench.clock.advance(by: .seconds(60))
                await bench.calendar.wait(for: .entries, "board")
            }
            let id = bench.cluster.revoke([0])
            if doubt == .requestInFlight {
                await bench.clock.sleeper(for: .seconds(10))
                bench.clock.advance(by: .seconds(10))
            }
            await bench.cluster.revocationHandled(id)
        }
        #expect(bench.cluster.current.published.isEmpty)
        #expect(bench.calendar.cancelledEvents.count == 1)
        #expect(bench.cluster.history.suffix(3) == [.revocationHandled(1), .sourceClosed, .logClosed])
        #expect(bench.cluster.current.breaches == [])
        guard case .attempting(let kept) = try bench.cluster.ledgerRecord(0) else {
            Issue.record("not attempting")
            return
        }
        #expect(kept.attempts == 1)
        #expect(kept.witness == ScriptedCalendar.meeting("board"))
    }

    @Test("an attempt that is written but not sent when its partition goes is taken back")
    func takenBack() async throws {
        let bench = Bench()
        bench.cluster.script { $0.holdsCommits = true }
        try await Self.run(bench) {
            await bench.cluster.wait { $0.members[0]?.inFlight != nil }
            let id = bench.cluster.revoke([0])
            await bench.clock.sleeper(for: .seconds(10))
            bench.cluster.script { $0.holdsCommits = false }
            await bench.cluster.revocationHandled(id)
        }
        #expect(bench.calendar.cancelledEvents.isEmpty)
        guard case .waiting(let kept) = try bench.cluster.ledgerRecord(0) else {
            Issue.record("not waiting")
            return
        }
        #expect(kept.attempts == 0)
    }

    @Test("a partition lost while another drains goes at once, and its command sends nothing")
    func lostBesideADrain() async throws {
        let bench = Bench()
        bench.calendar.hold(.cancel, "board")
        bench.calendar.hold(.read, "reading", stubborn: true)
        bench.cluster.append([SampleRecord.command(0, in: 1, event: "reading")])
        try await Self.run(bench, partitions: [0, 1]) {
            await bench.calendar.wait(for: .cancel, "board")
            await bench.calendar.wait(for: .read, "reading")
            let drained = bench.cluster.revoke([0])
            await bench.clock.sleeper(for: .seconds(10))
            await bench.cluster.revocationHandled(bench.cluster.revoke([1], lost: true))
            #expect(!bench.cluster.history.contains(.revocationHandled(1)), "the other still drains")
            bench.calendar.release(.read, "reading")
            bench.calendar.release(.cancel, "board")
            await bench.cluster.revocationHandled(drained)
        }
        #expect(bench.calendar.cancelledEvents == ["board"])
        #expect(bench.cluster.outcomes.map(\.partition) == [0])
        #expect(bench.cluster.current.breaches == [])
    }

    @Test("a partition lost while it drains itself goes at once, without an outcome")
    func lostWhileDraining() async throws {
        let bench = Bench()
        bench.calendar.hold(.cancel, "board")
        try await Self.run(bench) {
            await bench.calendar.wait(for: .cancel, "board")
            let drained = bench.cluster.revoke([0])
            await bench.clock.sleeper(for: .seconds(10))
            await bench.cluster.revocationHandled(bench.cluster.revoke([0], lost: true))
            await bench.cluster.revocationHandled(drained)
        }
        #expect(bench.cluster.current.published.isEmpty)
        #expect(!bench.observer.facts.contains { $0.isDrainTimeout })
        #expect(bench.cluster.current.breaches == [])
    }

    @Test("partitions given up one after another drain beside one another")
    func twoDrains() async throws {
        let bench = Bench()
        bench.calendar.hold(.cancel, "board")
        try await Self.run(bench, partitions: [0, 1]) {
            await bench.calendar.wait(for: .cancel, "board")
            let slow = bench.cluster.revoke([0])
            await bench.clock.sleeper(for: .seconds(10))
            await bench.cluster.revocationHandled(bench.cluster.revoke([1]))
            bench.calendar.release(.cancel, "board")
            await bench.cluster.revocationHandled(slow)
        }
        #expect(bench.cluster.outcomes.map(\.reason) == ["cancelled"])
    }

    /// Runs a worker with one command about "board" in partition 0.
    private static func run(
        _ bench: Bench, partitions: [Int32] = [0], _ body: @Sendable () async throws -> Void
    ) async throws {
        bench.cluster.append([SampleRecord.command(0, event: "board")])
        try await bench.run {
            bench.cluster.assign(partitions)
            try await body()
        }
    }
}
