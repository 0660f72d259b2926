import CommandPipeline
import GraphSimulator
import MeetingCancellation
import Testing

@testable import RescindApp

/// Continuous access evaluation: Graph takes tokens back that it took before, and says what a new one must satisfy.
@Suite("Claims challenges under load", .timeLimit(.minutes(2)))
struct ChallengesUnderLoadTests {
    private static let lab = LabWorld.global

    @Test(
        "a challenge is answered by one new token with its claims and one repeat, and the meeting is cancelled",
        arguments: ChallengeForm.allCases, [SimulatedOperation.read, .cancel])
    func answered(form: ChallengeForm, challenged: SimulatedOperation) async throws {
        let held = HeldRequests()
        try await LoadBench.with(holding: held) { bench in
            let graph = bench.simulator.graph
            try await bench.flow { flow in
                try flow.send(1)
                await flow.settled()
                let first = bench.nextRequest
                if challenged == .cancel {
                    // The token is good for reading the meeting, and no more when that is answered.
                    graph.addFault(FaultRule(operation: .read, delayAfterActing: HeldRequests.forever))
                    try flow.send(1)
                    await held.arrived(1)
                    try graph.revoke(SimulatedRevocation(tenant: Self.lab.id, form: form))
                    held.release()
                } else {
                    try graph.revoke(SimulatedRevocation(tenant: Self.lab.id, form: form))
                    try flow.send(1)
                }
                await flow.settled()
                flow.expectAllCancelledOnce()
                Self.expectOneRepeat(of: challenged, bench.requests(since: first))
            }
            #expect(bench.calendar.pausedHolders.isEmpty)
        }
    }

    private static func expectOneRepeat(of challenged: SimulatedOperation, _ requests: [RequestRecord]) {
        let tokens = requests.filter { $0.operation == .token }
        #expect(tokens.map(\.status) == [200])
        // Graph takes a token only when the two claims were asked for together.
        #expect(tokens.first?.tokenRequest?.announcesClaimsChallenges == true)
        let reads = requests.filter { $0.operation == .read }
        let cancels = requests.filter { $0.operation == .cancel }
        #expect(reads.map(\.status) == (challenged == .read ? [401, 200] : [200]))
        #expect(cancels.map(\.status) == (challenged == .cancel ? [401, 202] : [202]))
        // The repeat is the same request once more.
        #expect(Set(cancels.map(\.clientRequestID)).count == 1)
        #expect(requests.count == tokens.count + reads.count + cancels.count)
    }

    @Test("many commands whose one token is taken back cause one new token, and each has its one cancellation")
    func together() async throws {
        try await LoadBench.with { bench in
            try await bench.flow { flow in
                try flow.send(1)
                await flow.settled()
                let first = bench.nextRequest
                try flow.send(60)
                await flow.log.reached(10)
                try bench.simulator.graph.revoke(SimulatedRevocation(tenant: Self.lab.id))
                try flow.send(60)
                await flow.settled()
                flow.expectAllCancelledOnce()
                #expect(bench.tokenStatuses(since: first) == [200])
                #expect(bench.requests(since: first).contains { $0.status == 401 })
            }
            #expect(bench.calendar.pausedHolders.isEmpty)
        }
    }

    /// A tenant's application, or the account with this name.
    @Test(
        "a challenge of the new token pauses its holder and no other, until Graph takes a token again; nothing is lost",
        arguments: [nil, "ada-\(lab.number)"] as [String?])
    func paused(account: String?) async throws {
        let (clock, log) = (SteppedClock(), CapturedLog())
        try await LoadBench.with(Self.stepped(by: clock, log)) { bench in
            try await bench.flow { flow in
                try flow.send(1, by: account)
                await flow.settled()
                try bench.simulator.graph.revoke(Self.refusingTheNewTokenToo(of: account))
                try flow.send(10, by: account)
                await clock.asleep(10, for: .seconds(60))
                Self.expectPaused(account, bench, log)
                let first = bench.nextRequest
                try flow.send(5, by: account)
                // Those have not begun: their mailbox waits, by one timer.
                await clock.asleep(11, for: .seconds(60))
                try flow.send(20, in: LabWorld.usGovL4)
                await flow.log.reached(21)
                // Nothing was asked for those who wait, neither of Entra nor of Graph.
                #expect(flow.log.byCommand.count == 21 && bench.requests(since: first).isEmpty)
                Self.expectPaused(account, bench, log)
                clock.step(.seconds(60))
                await log.line { $0.contains("Graph accepts tokens again") }
                // Whoever met the probe waits a little more.
                clock.leap(over: .seconds(10))
                await flow.settled()
                flow.expectAllCancelledOnce()
            }
            #expect(bench.calendar.pausedHolders.isEmpty)
            #expect(log.count("pausing") == 1 && log.count("Graph accepts tokens again") == 1)
            // At first, for the challenge, and for the probe.
            #expect(bench.tokenStatuses() == [200, 200, 200])
            #expect(bench.tokenStatuses(of: LabWorld.usGovL4) == [200])
        }
    }

    private static func stepped(by clock: SteppedClock, _ log: CapturedLog) -> LoadBench.Setting {
        var setting = LoadBench.Setting()
        (setting.clock, setting.logger) = (clock, log.logger)
        // The test's steps must not end a request that is on its way.
        setting.limits.attempt.requestBound = .seconds(3600)
        setting.limits.attempt.requestLease = .seconds(3600)
        setting.limits.restoreAlarm = .seconds(3600)
        return setting
    }

    private static func refusingTheNewTokenToo(of account: String?) -> SimulatedRevocation {
        SimulatedRevocation(tenant: lab.id, user: account.map { _ in lab.mailboxes[0].userPrincipalName }, repeats: 1)
    }

    /// With the reason and by name, in the log and for a status page.
    private static func expectPaused(_ account: String?, _ bench: LoadBench, _ log: CapturedLog) {
        let paused = bench.calendar.pausedHolders
        #expect(paused.map(\.holder) == [account.map { .account($0) } ?? .tenant(lab.id)])
        #expect(paused.map(\.reason) == [ChallengePauses.reason])
        let lines = log.all.filter { $0.contains("pausing") }
        #expect(lines.count == 1)
        let name = account ?? lab.id
        #expect(lines.allSatisfy { $0.hasPrefix("error") && $0.contains(name) && $0.contains(ChallengePauses.reason) })
    }
}
