import NIOHTTP1
import Testing

@testable import GraphSimulator

@Suite(.timeLimit(.minutes(1)))
struct ExchangeAccessTests {
    private let tenant = LabWorld.global

    private func path(_ mailbox: Int) -> String {
        "users/\(tenant.mailboxes[mailbox].objectID)/events/\(tenant.eventID(mailbox == 0 ? .review : .sync))"
    }

    private func change(_ harness: SimulatorHarness, roles: [String], _ access: SimulatedExchangeAccess) throws {
        try harness.simulator.changeApplication(tenant: tenant.id, clientID: tenant.clientID) {
            $0.roles = roles
            $0.exchange = access
        }
    }

    @Test func aGrantInExchangeReachesItsMailboxesAloneAndShowsInNoToken() async throws {
        try await SimulatorHarness.run { harness in
            try change(harness, roles: [], .init(roles: ["Calendars.ReadWrite"], mailboxes: ["Ada@aurora.example"]))
            let token = try await harness.token()
            #expect(try #require(SignedTokenPayload.read(token))["roles"] == nil)
            #expect(try await harness.cancel(path(0), token: token).status == 202)
            let outside = try await harness.cancel(path(1), token: token)
            #expect(outside.status == 403)
            #expect(outside.errorCode == "ErrorAccessDenied")
            // Who is not there is not told apart from who is out of reach.
            #expect(try await harness.cancel("users/nobody/events/x", token: token).status == 403)
        }
    }

    @Test func aReadingRoleInExchangeDoesNotCancel() async throws {
        try await SimulatorHarness.run { harness in
            try change(harness, roles: [], .init(roles: ["Calendars.Read"], mailboxes: [tenant.mailboxes[0].objectID]))
            let token = try await harness.token()
            #expect(try await harness.send(.GET, "/v1.0/\(path(0))", token: token).status == 200)
            #expect(try await harness.cancel(path(0), token: token).errorCode == "ErrorAccessDenied")
        }
    }

    @Test func grantsAddUpAndADenialBeatsThem() async throws {
        try await SimulatorHarness.run { harness in
            let (ada, bruno) = (tenant.mailboxes[0].objectID, tenant.mailboxes[1].userPrincipalName)
            try change(
                harness, roles: ["Calendars.ReadWrite"],
                .init(roles: ["Calendars.ReadWrite"], mailboxes: [ada], deniedMailboxes: [bruno])
            )
            let token = try await harness.token()
            #expect(try await harness.cancel(path(0), token: token).status == 202)
            let denied = try await harness.cancel(path(1), token: token)
            #expect(denied.status == 403)
            #expect(denied.errorCode == "ErrorAccessDenied")
            #expect(denied.errorMessage == "Access to OData is disabled.")
            // The policy is about the application, not about its users.
            let user = try await harness.token(of: bruno, scopes: "Calendars.ReadWrite")
            #expect(try await harness.send(.GET, "/v1.0/me/events/\(tenant.eventID(.sync))", token: user).status == 200)
        }
    }

    @Test func aMailboxOfAManagedIdentityIsLimitedLikewise() async throws {
        try await SimulatorHarness.run { harness in
            try harness.simulator.changeApplication(tenant: tenant.id, clientID: tenant.machineIdentityID) {
                $0.exchange.deniedMailboxes = [tenant.mailboxes[0].objectID]
            }
            let query = "api-version=2018-02-01&resource=https%3A%2F%2Fgraph.microsoft.com"
            let token = try await harness.send(
                .GET, "/metadata/identity/oauth2/token?\(query)", headers: [("Metadata", "true")]
            ).string("access_token")
            let denied = try await harness.cancel(path(0), token: token)
            #expect(denied.errorMessage == "Access to OData is disabled.")
            #expect(try await harness.cancel(path(1), token: token).status == 202)
        }
    }
}
