import FoundationEssentials
import NIOHTTP1
import Testing

@testable import GraphSimulator

@Suite(.timeLimit(.minutes(1)))
struct ApplicationStateTests {
    private let tenant = LabWorld.global

    private func token(_ harness: SimulatorHarness, secret: String? = nil) async throws -> ReceivedAnswer {
        let form =
            "grant_type=client_credentials&client_id=\(tenant.clientID)&client_secret=\(secret ?? tenant.clientSecret)"
            + "&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default"
        return try await harness.requestToken(tenant.id, form, cloud: .global)
    }

    private func refresh(_ harness: SimulatorHarness, more: String) async throws -> ReceivedAnswer {
        let form = "grant_type=refresh_token&client_id=\(tenant.clientID)&refresh_token=\(tenant.refreshToken)\(more)"
        return try await harness.requestToken(tenant.id, form, cloud: .global)
    }

    private func change(_ harness: SimulatorHarness, _ members: String) async throws {
        let body = #"{"tenant":"\#(tenant.domain)","clientID":"\#(tenant.clientID)",\#(members)}"#
        let answer = try await harness.send(.POST, "/_control/applications", body: body)
        #expect(answer.status == 201, "\(String(decoding: answer.body, as: UTF8.self))")
    }

    @Test func secretsRotateWithoutAGap() async throws {
        try await SimulatorHarness.runAtLabTime { harness, clock in
            let expiry = GraphTime.timestamp(LabCredentials.now.addingTimeInterval(60))
            try await change(
                harness,
                #""secrets":[{"value":"\#(tenant.clientSecret)","expires":"\#(expiry)"},{"value":"the next one"}]"#
            )
            #expect(try await token(harness).status == 200)
            #expect(try await token(harness, secret: "the+next+one").status == 200)
            clock.advance(by: 60)
            let expired = try await token(harness)
            #expect(expired.status == 401)
            #expect(expired.aadsts == 7_000_222)
            #expect(try await token(harness, secret: "the+next+one").status == 200)
            #expect(try await token(harness, secret: "another").aadsts == 7_000_215)
        }
    }

    @Test func aDisabledApplicationGetsNoToken() async throws {
        try await SimulatorHarness.run { harness in
            try await change(harness, #""enabled":false"#)
            #expect(try await token(harness).aadsts == 7_000_112)
            #expect(try await refresh(harness, more: "&client_secret=\(tenant.clientSecret)").aadsts == 7_000_112)
            try await change(harness, #""enabled":true"#)
            #expect(try await token(harness).status == 200)
        }
    }

    @Test func withdrawnConsentRefusesUsersAndTakesTheRolesAway() async throws {
        try await SimulatorHarness.run { harness in
            try await change(harness, #""consented":false"#)
            let delegated = try await refresh(harness, more: "&client_secret=\(tenant.clientSecret)")
            #expect(delegated.aadsts == 65001)
            #expect(delegated.json?["error"] == "invalid_grant")
            #expect(delegated.json?["suberror"] == "consent_required")
            let appOnly = try await token(harness)
            #expect(appOnly.status == 200)
            let issued = try appOnly.string("access_token")
            #expect(try #require(SignedTokenPayload.read(issued))["roles"] == nil)
            let path = "/v1.0/users/\(tenant.mailboxes[0].objectID)/events/\(tenant.eventID(.review))"
            #expect(try await harness.send(.GET, path, token: issued).errorCode == "ErrorAccessDenied")
        }
    }

    @Test func aUserNeedsTheClientsCredentialUnlessPublicFlowsAreAllowed() async throws {
        try await SimulatorHarness.run { harness in
            #expect(try await refresh(harness, more: "").status == 200)
            try await change(harness, #""allowsPublicFlows":false"#)
            #expect(try await refresh(harness, more: "").aadsts == 7_000_218)
            #expect(try await refresh(harness, more: "&client_secret=wrong").aadsts == 7_000_215)
        }
    }

    @Test(arguments: [
        (3599, nil, JSONValue?.none), (7199, nil, nil), (7200, nil, 3600), (86_399, nil, 43_199), (3599, 60, 60),
    ])
    func theAnswerAsksForARefreshAtHalfALongLifetime(lifetime: Int, asked: Int?, told: JSONValue?) async throws {
        try await SimulatorHarness.run { harness in
            try harness.simulator.changeApplication(tenant: tenant.id, clientID: tenant.clientID) {
                $0.tokenLifetime = lifetime
                $0.refreshIn = asked
            }
            let answer = try await token(harness)
            #expect(answer.json?["expires_in"]?.integer == lifetime)
            #expect(answer.json?["refresh_in"] == told)
        }
    }

    @Test func aBadChangeIsRefusedAndNamesItsPlace() async throws {
        try await SimulatorHarness.run { harness in
            let who = #""tenant":"aurora.example","clientID":"\#(tenant.clientID)""#
            for (body, message) in [
                (#"{"tenant":"nowhere.example","clientID":"x"}"#, "there is no tenant"),
                (#"{"tenant":"aurora.example","clientID":"x"}"#, "the tenant has no application"),
                (#"{"tenant":"aurora.example"}"#, "clientID: is required"),
                ("{\(who),\"enabled\":1}", "enabled: must be true or false"),
                ("{\(who),\"certificates\":[\"nonsense\"]}", "certificates[0]: the certificate is not"),
                ("{\(who),\"secrets\":[{}]}", "secrets[0].value: is required"),
                ("{\(who),\"federatedCredentials\":[{\"issuer\":\"i\"}]}", "federatedCredentials[0].subject"),
                ("{\(who),\"exchange\":{\"role\":[]}}", "exchange.role: unknown"),
                ("{\(who),\"colour\":1}", "colour: unknown"),
            ] {
                let answer = try await harness.send(.POST, "/_control/applications", body: body)
                #expect(answer.status == 400, "\(message)")
                #expect(answer.errorMessage?.hasPrefix(message) == true, "\(answer.errorMessage ?? "")")
            }
            #expect(try await token(harness).status == 200)
        }
    }
}
