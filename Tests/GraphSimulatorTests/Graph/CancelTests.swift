import FoundationEssentials
import NIOHTTP1
import Testing

@testable import GraphSimulator

@Suite(.timeLimit(.minutes(1)))
struct CancelTests {
    private let tenant = LabWorld.global
    private var ada: String { tenant.mailboxes[0].objectID }

    @Test func aCancelAnswers202WithoutABodyAndMailsEveryAttendee() async throws {
        try await SimulatorHarness.run { harness in
            let id = tenant.eventID(.review)
            let answer = try await harness.cancel(
                "users/\(ada)/events/\(id)", token: try await harness.token(),
                headers: [("client-request-id", "11111111-2222-4333-8444-555555555555")],
                body: #"{"Comment":"Cancelling for this week"}"#
            )
            #expect(answer.status == 202)
            #expect(answer.body.isEmpty)
            #expect(answer.headers["content-length"] == ["0"])
            #expect(answer.headers["client-request-id"] == ["11111111-2222-4333-8444-555555555555"])
            #expect(answer.headers["request-id"].first.flatMap(UUID.init(uuidString:)) != nil)
            #expect(answer.headers["date"].count == 1)
            #expect(harness.simulator.eventState(id) == .deleted)
            #expect(
                harness.simulator.outbox.map(\.to)
                    == ["bruno@aurora.example", "chen@aurora.example", "guest@outside.example"]
            )
            #expect(Set(harness.simulator.outbox.map(\.comment)) == ["Cancelling for this week"])
            #expect(harness.simulator.outbox.first?.requestID == answer.headers["request-id"].first)
        }
    }

    @Test func allFourFormsOfUsersAndOfMeCancel() async throws {
        try await SimulatorHarness.run { harness in
            let app = try await harness.token()
            let user = try await harness.delegatedToken()
            let upn = "ada%40aurora.example"
            let group = tenant.programmesGroupID
            let forms: [(String, LabMeeting, String)] = [
                ("users/\(ada)/events", .review, app),
                ("users/\(upn)/calendar/events", .budget, app),
                ("users/\(ada)/calendars/\(tenant.projectsCalendarID)/events", .roadmap, app),
                ("users/\(ada)/calendarGroups/\(group)/calendars/\(tenant.launchesCalendarID)/events", .launch, app),
                ("me/events", .offsite, user),
                ("me/calendar/events", .interview, user),
                ("me/calendars/\(tenant.projectsCalendarID)/events", .hiring, user),
                ("me/calendarGroups/\(group)/calendars/\(tenant.launchesCalendarID)/events", .retro, user),
                ("users/\(upn)/events", .demo, user),
            ]
            for (prefix, meeting, token) in forms {
                let answer = try await harness.cancel("\(prefix)/\(tenant.eventID(meeting))", token: token)
                #expect(answer.status == 202, "\(prefix)")
                #expect(harness.simulator.eventState(tenant.eventID(meeting)) == .deleted, "\(prefix)")
            }
            #expect(harness.simulator.requestCounts.acted == forms.count)
        }
    }

    @Test(arguments: SimulatedCloud.allCases)
    func everyCloudCancels(cloud: SimulatedCloud) async throws {
        try await SimulatorHarness.run { harness in
            let tenant = LabWorld.tenant(in: cloud)
            let answer = try await harness.cancel(
                "users/\(tenant.mailboxes[0].objectID)/events/\(tenant.eventID(.review))", cloud: cloud,
                token: try await harness.token(tenant)
            )
            #expect(answer.status == 202)
            #expect(harness.simulator.requestLog.last?.cloud == cloud)
        }
    }

    @Test func anAttendeeGetsThePagesSentence() async throws {
        try await SimulatorHarness.run { harness in
            let answer = try await harness.cancel(
                "users/\(ada)/events/\(tenant.attendeeCopyID(.sync, 1))", token: try await harness.token(),
                headers: [("client-request-id", "abc")]
            )
            #expect(answer.status == 400)
            #expect(answer.errorCode == "ErrorInvalidRequest")
            #expect(
                answer.errorMessage
                    == "Your request can't be completed. You need to be an organizer to cancel a meeting."
            )
            let inner = answer.json?["error"]?["innerError"]
            #expect(inner?["request-id"]?.string == answer.headers["request-id"].first)
            #expect(inner?["client-request-id"]?.string == "abc")
            #expect(inner?["date"]?.string?.count == 19)
            #expect(harness.simulator.outbox.isEmpty)
        }
    }

    @Test func aSecondCancelAnotherMailboxAndAnotherCalendarAreNotFound() async throws {
        try await SimulatorHarness.run { harness in
            let token = try await harness.token()
            let review = tenant.eventID(.review)
            _ = try await harness.cancel("users/\(ada)/events/\(review)", token: token)
            let paths = [
                "users/\(ada)/events/\(review)",
                "users/\(tenant.mailboxes[1].objectID)/events/\(tenant.eventID(.budget))",
                "users/\(ada)/calendar/events/\(tenant.eventID(.roadmap))",
                "users/\(ada)/calendars/\(tenant.launchesCalendarID)/events/\(tenant.eventID(.roadmap))",
                "users/\(ada)/calendarGroups/x/calendars/\(tenant.launchesCalendarID)/events/\(tenant.eventID(.launch))",
                "users/\(ada)/events/AAMkUnknown=",
            ]
            for path in paths {
                let answer = try await harness.cancel(path, token: token)
                #expect(answer.status == 404, "\(path)")
                #expect(answer.errorCode == "ErrorItemNotFound", "\(path)")
            }
            #expect(harness.simulator.requestCounts.acted == 1)
        }
    }

    @Test func anUnknownUserIsNotFoundAsAResource() async throws {
        try await SimulatorHarness.run { harness in
            let answer = try await harness.cancel("users/nobody@aurora.example/events/x", token: harness.token())
            #expect(answer.status == 404)
            #expect(answer.errorCode == "Request_ResourceNotFound")
        }
    }

    @Test func aMissingPermissionIsDeniedAndReadingStillWorks() async throws {
        try await SimulatorHarness.run { harness in
            let tenant = LabWorld.restricted
            let path = "users/\(tenant.mailboxes[0].objectID)/events/\(tenant.eventID(.review))"
            let token = try await harness.token(tenant)
            let answer = try await harness.cancel(path, token: token)
            #expect(answer.status == 403)
            #expect(answer.errorCode == "ErrorAccessDenied")
            #expect(harness.simulator.eventState(tenant.eventID(.review)) == .scheduled)
            #expect(try await harness.send(.GET, "/v1.0/\(path)", token: token).status == 200)
        }
    }

    @Test func meNeedsAUserAndAUserReachesOnlyTheOwnMailbox() async throws {
        try await SimulatorHarness.run { harness in
            let event = tenant.eventID(.review)
            let appOnly = try await harness.cancel("me/events/\(event)", token: harness.token())
            #expect(appOnly.status == 400)
            #expect(appOnly.errorCode == "BadRequest")
            #expect(appOnly.errorMessage == "/me request is only valid with delegated authentication flow.")
            let foreign = try await harness.cancel(
                "users/\(tenant.mailboxes[1].objectID)/events/\(tenant.eventID(.sync))",
                token: harness.delegatedToken()
            )
            #expect(foreign.status == 403)
        }
    }

    @Test func theQualifiedActionNameCancelsAndGetDoesNot() async throws {
        try await SimulatorHarness.run { harness in
            let token = try await harness.token()
            let path = "/v1.0/users/\(ada)/events/\(tenant.eventID(.review))"
            #expect(try await harness.send(.GET, path + "/cancel", token: token).status == 405)
            #expect(harness.simulator.eventState(tenant.eventID(.review)) == .scheduled)
            let answer = try await harness.send(
                .POST, path + "/microsoft.graph.cancel", token: token,
                headers: [("content-type", "application/json")], body: "{}"
            )
            #expect(answer.status == 202)
        }
    }

    @Test func aBodyOverGraphsLimitIsRefusedAndLogged() async throws {
        try await SimulatorHarness.run { harness in
            let answer = try await harness.cancel(
                "users/\(ada)/events/\(tenant.eventID(.review))", token: try await harness.token(),
                body: String(repeating: " ", count: 4 << 20) + "{}"
            )
            #expect(answer.status == 413)
            #expect(harness.simulator.requestLog.last?.status == 413)
            #expect(harness.simulator.eventState(tenant.eventID(.review)) == .scheduled)
        }
    }

    @Test func aBadBodyIsRefusedBeforeAnythingHappens() async throws {
        try await SimulatorHarness.run { harness in
            let path = "/v1.0/users/\(ada)/events/\(tenant.eventID(.review))/cancel"
            let token = try await harness.token()
            let untyped = try await harness.send(.POST, path, token: token, body: "{}")
            #expect(untyped.status == 400)
            let unknown = try await harness.send(
                .POST, path, token: token, headers: [("content-type", "application/json")], body: #"{"Reason":"x"}"#
            )
            #expect(unknown.status == 400)
            #expect(unknown.errorCode == "BadRequest")
            #expect(harness.simulator.eventState(tenant.eventID(.review)) == .scheduled)
        }
    }
}
