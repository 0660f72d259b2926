import NIOHTTP1
import Testing

@testable import GraphSimulator

@Suite(.timeLimit(.minutes(1)))
struct GroupTests {
    private let tenant = LabWorld.global
    private var path: String { "groups/\(tenant.groupID)/events/\(tenant.eventID(.townhall))" }

    @Test func aMemberReadsAndCancelsAndTheMailComesFromTheGroup() async throws {
        try await SimulatorHarness.run { harness in
            let token = try await harness.token(of: tenant.mailboxes[1].objectID, scopes: "Group.ReadWrite.All")
            let event = try await harness.send(.GET, "/v1.0/\(path)", token: token)
            #expect(event.json?["isOrganizer"] == true)
            #expect(event.json?["organizer"]?["emailAddress"]?["address"]?.string == tenant.groupAddress)
            let window = "startDateTime=2000-01-01&endDateTime=2100-01-01"
            for view in ["calendarView", "calendar/calendarView"] {
                let path = "/v1.0/groups/\(tenant.groupID)/\(view)?\(window)"
                let answer = try await harness.send(.GET, path, token: token)
                #expect(answer.json?["value"]?.array?.count == 2)
            }
            #expect(try await harness.cancel(path, token: token).status == 202)
            #expect(Set(harness.simulator.outbox.map(\.from)) == [tenant.groupAddress])
            #expect(try await harness.cancel(path, token: token).status == 404)
        }
    }

    @Test func nobodyElseMay() async throws {
        try await SimulatorHarness.run { harness in
            let message = "Access is denied. Check credentials and try again."
            let ada = tenant.mailboxes[0].objectID
            for token in [
                try await harness.token(), try await harness.delegateToken(), try await harness.personalToken(),
                try await harness.token(of: ada, scopes: "Calendars.ReadWrite.Shared Group.Read.All"),
            ] {
                let answer = try await harness.cancel(path, token: token)
                #expect(answer.status == 403)
                #expect(answer.errorCode == "ErrorAccessDenied")
                #expect(answer.errorMessage == message)
            }
            #expect(harness.simulator.eventState(tenant.eventID(.townhall)) == .scheduled)
        }
    }

    @Test func aGroupIsNoUserAndAUserIsNoGroup() async throws {
        try await SimulatorHarness.run { harness in
            let (id, ada) = (tenant.eventID(.townhall), tenant.mailboxes[0].objectID)
            let app = try await harness.token()
            let user = try await harness.delegatedToken()
            #expect(try await harness.cancel("users/\(tenant.groupID)/events/\(id)", token: app).status == 404)
            for group in [ada, "b1000000-0000-4000-8000-00000000ffff", "launch-team%40aurora.example"] {
                let answer = try await harness.cancel("groups/\(group)/events/\(id)", token: user)
                #expect(answer.errorCode == "Request_ResourceNotFound")
            }
        }
    }
}
