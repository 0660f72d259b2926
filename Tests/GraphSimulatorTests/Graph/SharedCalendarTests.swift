import NIOHTTP1
import Testing

@testable import GraphSimulator

@Suite(.timeLimit(.minutes(1)))
struct SharedCalendarTests {
    private let tenant = LabWorld.global
    private var ada: String { tenant.mailboxes[0].objectID }
    private var path: String { "users/\(ada)/events/\(tenant.eventID(.review))" }

    @Test func aDelegateReadsAndCancelsInTheOwnersCalendar() async throws {
        try await SimulatorHarness.run { harness in
            let token = try await harness.delegateToken()
            let event = try await harness.send(.GET, "/v1.0/\(path)", token: token)
            #expect(event.json?["isOrganizer"] == true)
            #expect(try await harness.cancel(path, token: token).status == 202)
            #expect(harness.simulator.outbox.first?.from == "ada@aurora.example")
        }
    }

    @Test func theShareAndThePermissionAreBothNeeded() async throws {
        try await SimulatorHarness.run { harness in
            let (dina, farid) = (tenant.mailboxes[3].objectID, tenant.mailboxes[5].objectID)
            let cases = [
                (dina, "Calendars.ReadWrite", "ErrorAccessDenied"),
                (dina, "Calendars.Read.Shared", "ErrorAccessDenied"),
                (farid, "Calendars.ReadWrite", "ErrorAccessDenied"),
                (farid, "Calendars.ReadWrite Calendars.ReadWrite.Shared", "DelegatedCalendarAccessDenied"),
            ]
            for (user, scopes, code) in cases {
                let answer = try await harness.cancel(path, token: harness.token(of: user, scopes: scopes))
                #expect(answer.status == 403)
                #expect(answer.errorCode == code, "\(scopes)")
            }
            #expect(harness.simulator.outbox.isEmpty)
            let share = #"{"tenant":"aurora.example","owner":"\#(ada)","delegate":"\#(farid)"}"#
            #expect(try await harness.send(.POST, "/_control/shares", body: share).status == 201)
            let token = try await harness.token(of: farid, scopes: "Calendars.ReadWrite.Shared")
            #expect(try await harness.cancel(path, token: token).status == 202)
        }
    }

    @Test func thePermissionForSharedCalendarsIsNotOneForTheOwn() async throws {
        try await SimulatorHarness.run { harness in
            let token = try await harness.token(of: ada, scopes: "Calendars.ReadWrite.Shared")
            #expect(try await harness.cancel(path, token: token).status == 403)
        }
    }
}
