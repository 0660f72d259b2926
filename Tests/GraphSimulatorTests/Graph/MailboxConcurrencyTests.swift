import NIOHTTP1
import Testing

@testable import GraphSimulator

@Suite(.timeLimit(.minutes(1)))
struct MailboxConcurrencyTests {
    private let tenant = LabWorld.global

    private func path(_ meeting: LabMeeting, of mailbox: Int = 0) -> String {
        "users/\(tenant.mailboxes[mailbox].objectID)/events/\(tenant.eventID(meeting))"
    }

    @Test func theFifthAtATimeForOneMailboxIsThrottled() async throws {
        let clock = ManualTime(gateOpen: false)
        try await SimulatorHarness.run(time: clock.time) { harness in
            let token = try await harness.token()
            harness.simulator.addFault(FaultRule(operation: .cancel, times: 4, delayBeforeActing: .seconds(9)))
            try await withThrowingTaskGroup(of: Int.self) { group in
                for meeting in [LabMeeting.review, .budget, .offsite, .interview] {
                    group.addTask { try await harness.cancel(path(meeting), token: token).status }
                }
                await clock.someoneWaits(4)
                let fifth = try await harness.send(.GET, "/v1.0/\(path(.demo))", token: token)
                #expect(fifth.status == 429)
                #expect(fifth.errorCode == "ApplicationThrottled")
                #expect(fifth.errorMessage == "Application is over its MailboxConcurrency limit.")
                #expect(fifth.headers["retry-after"] == ["1"])
                // Another mailbox has a lane of its own.
                #expect(try await harness.send(.GET, "/v1.0/\(path(.sync, of: 1))", token: token).status == 200)
                clock.openGate()
                for try await status in group { #expect(status == 202) }
            }
            #expect(try await harness.send(.GET, "/v1.0/\(path(.demo))", token: token).status == 200)
            #expect(harness.simulator.requestCounts.byStatus[429] == 1)
            let mailbox = tenant.mailboxes[0].objectID
            let counted = harness.simulator.requestLog.filter { $0.mailbox == mailbox }.map(\.underWay)
            #expect(counted == [1, 2, 3, 4, 5, 1])
        }
    }

    @Test func withoutALimitAnyNumberIsServed() async throws {
        let clock = ManualTime(gateOpen: false)
        let unlimited = SimulatorConfiguration(mailboxConcurrency: nil)
        try await SimulatorHarness.run(time: clock.time, configuration: unlimited) { harness in
            let token = try await harness.token()
            harness.simulator.addFault(FaultRule(operation: .read, times: nil, delayBeforeActing: .seconds(9)))
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<6 {
                    group.addTask { try await harness.send(.GET, "/v1.0/\(path(.demo))", token: token).status }
                }
                await clock.someoneWaits(6)
                clock.openGate()
                for try await status in group { #expect(status == 200) }
            }
        }
    }

    @Test func lanesAreCountedApartAndForgottenWhenEmpty() {
        let one = MailboxConcurrency.Lane(application: "a", mailbox: MailboxKey(tenant: "t", name: "m"))
        let other = MailboxConcurrency.Lane(application: "b", mailbox: MailboxKey(tenant: "t", name: "m"))
        var concurrency = MailboxConcurrency(limit: 1)
        var admitted: [Bool] = []
        for lane in [one, one, other] { admitted.append(concurrency.enter(lane)) }
        concurrency.leave(one)
        admitted.append(concurrency.enter(one))
        // Leaving too often opens no second place.
        for _ in 0..<2 { concurrency.leave(one) }
        for _ in 0..<2 { admitted.append(concurrency.enter(one)) }
        #expect(admitted == [true, false, true, true, true, false])
    }
}
