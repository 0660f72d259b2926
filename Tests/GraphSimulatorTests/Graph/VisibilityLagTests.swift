import FoundationEssentials
import NIOHTTP1
import Testing

@testable import GraphSimulator

@Suite(.timeLimit(.minutes(1)))
struct VisibilityLagTests {
    private let tenant = LabWorld.global
    private var ada: String { tenant.mailboxes[0].objectID }

    private func isInView(_ id: String, _ mailbox: String, _ token: String, _ harness: SimulatorHarness) async throws
        -> Bool
    {
        let window = "startDateTime=2000-01-01&endDateTime=2100-01-01&$top=100"
        let view = try await harness.send(.GET, "/v1.0/users/\(mailbox)/calendarView?\(window)", token: token)
        return try #require(view.json?["value"]?.array).contains { $0["id"]?.string == id }
    }

    @Test(arguments: [FaultEffect.none, .dropAfterActing])
    func readsShowTheCancelOnlyAfterTheLag(effect: FaultEffect) async throws {
        let clock = ManualTime()
        try await SimulatorHarness.run(time: clock.time) { harness in
            let token = try await harness.token()
            let (id, copy) = (tenant.eventID(.review), tenant.attendeeCopyID(.review, 1))
            let own = "users/\(ada)/events/\(id)"
            let bruno = tenant.mailboxes[1].objectID
            harness.simulator.addFault(
                FaultRule(operation: .cancel, visibilityLag: .seconds(30), effect: effect)
            )
            _ = try? await harness.cancel(own, token: token)
            // It is cancelled: the mail is out and a second cancel finds nothing.
            #expect(harness.simulator.outbox.count == 3)
            #expect(try await harness.cancel(own, token: token).status == 404)
            for (seconds, late) in [(0.0, true), (29, true), (1, false)] {
                clock.advance(by: seconds)
                let read = try await harness.send(.GET, "/v1.0/\(own)", token: token)
                #expect(read.status == (late ? 200 : 404))
                if late { #expect(read.json?["isCancelled"] == false) }
                let invited = try await harness.send(.GET, "/v1.0/users/\(bruno)/events/\(copy)", token: token)
                #expect(invited.json?["isCancelled"] == .bool(!late))
                #expect(try await isInView(id, ada, token, harness) == late)
                #expect(try await isInView(copy, bruno, token, harness))
            }
        }
    }
}
