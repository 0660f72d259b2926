import FoundationEssentials
import NIOHTTP1
import Testing

@testable import GraphSimulator

@Suite(.timeLimit(.minutes(1)))
struct DeviceCodeTests {
    private let tenant = LabWorld.global

    private func begin(
        _ harness: SimulatorHarness, tenant name: String? = nil, client: String? = nil,
        scope: String = "Calendars.ReadWrite offline_access openid", cloud: SimulatedCloud = .global
    ) async throws -> ReceivedAnswer {
        try await harness.send(
            .POST, "/\(name ?? tenant.id)/oauth2/v2.0/devicecode", cloud: cloud,
            body: "client_id=\(client ?? tenant.clientID)&scope=\(PercentEncoding.encode(scope))"
        )
    }

    private func poll(
        _ harness: SimulatorHarness, _ code: String, tenant name: String? = nil, client: String? = nil
    ) async throws -> ReceivedAnswer {
        let form =
            "grant_type=\(PercentEncoding.encode(TokenRequest.deviceCodeGrant))&client_id=\(client ?? tenant.clientID)"
            + "&device_code=\(code)"
        return try await harness.requestToken(name ?? tenant.id, form, cloud: .global)
    }

    @Test func anApprovedSignInIsCollectedOnceAndItsRefreshTokenWorks() async throws {
        try await SimulatorHarness.runAtLabTime { harness, clock in
            let begun = try await begin(harness)
            #expect(begun.json?["expires_in"] == 900)
            #expect(begun.json?["interval"] == 5)
            let (code, userCode) = (try begun.string("device_code"), try begun.string("user_code"))
            #expect(try begun.string("message").contains(userCode))
            let pending = try await poll(harness, code)
            #expect(pending.status == 400)
            #expect(pending.json?["error"] == "authorization_pending")
            #expect(harness.simulator.deviceSignIns.map(\.state) == [.pending])
            try harness.simulator.decideSignIn(userCode: userCode, .approve(user: "ada@aurora.example"))
            clock.advance(by: 5)
            let answer = try await poll(harness, code)
            #expect(answer.status == 200)
            #expect(answer.json?["scope"]?.string == "https://graph.microsoft.com/Calendars.ReadWrite")
            let identity = try #require(SignedTokenPayload.read(answer.string("id_token")))
            #expect(identity["oid"]?.string == tenant.mailboxes[0].objectID)
            #expect(identity["tid"]?.string == tenant.id)
            #expect(identity["aud"]?.string == tenant.clientID)
            let path = "/v1.0/me/events/\(tenant.eventID(.review))"
            #expect(try await harness.send(.GET, path, token: answer.string("access_token")).status == 200)
            clock.advance(by: 5)
            #expect(try await poll(harness, code).json?["error"] == "invalid_grant")
            // Without the client's secret, since the sign-in was without it.
            let refreshed = try await harness.requestToken(
                tenant.id,
                "grant_type=refresh_token&client_id=\(tenant.clientID)"
                    + "&refresh_token=\(answer.string("refresh_token"))",
                cloud: .global
            )
            #expect(refreshed.status == 200)
            #expect(harness.simulator.requestLog.contains { $0.tokenRequest?.grant == .deviceCode })
        }
    }

    @Test func declinedExpiredAndUnknownCodesHaveTheirErrors() async throws {
        try await SimulatorHarness.runAtLabTime { harness, clock in
            func error(_ decision: DeviceSignIn.Decision?, after seconds: Double = 0) async throws -> String? {
                let begun = try await begin(harness)
                if let decision {
                    try harness.simulator.decideSignIn(userCode: begun.string("user_code"), decision)
                }
                clock.advance(by: seconds)
                return try await poll(harness, begun.string("device_code")).json?["error"]?.string
            }
            #expect(try await error(.decline) == "authorization_declined")
            #expect(try await error(.expire) == "expired_token")
            #expect(try await error(nil, after: 899) == "authorization_pending")
            #expect(try await error(nil, after: 900) == "expired_token")
            #expect(try await error(.approve(user: "ada@aurora.example"), after: 900) == "expired_token")
            let code = try await begin(harness).string("device_code")
            #expect(try await poll(harness, "nonsense").json?["error"] == "bad_verification_code")
            // Another tenant's client does not get it.
            let stranger = LabWorld.restricted
            let stolen = try await poll(harness, code, tenant: stranger.id, client: stranger.clientID)
            #expect(stolen.json?["error"] == "bad_verification_code")
        }
    }

    @Test func pollingTooFastLengthensTheInterval() async throws {
        try await SimulatorHarness.runAtLabTime { harness, clock in
            let code = try await begin(harness).string("device_code")
            func next(after seconds: Double) async throws -> String? {
                clock.advance(by: seconds)
                return try await poll(harness, code).json?["error"]?.string
            }
            #expect(try await next(after: 0) == "authorization_pending")
            #expect(try await next(after: 4.9) == "slow_down")
            #expect(try await next(after: 9.9) == "slow_down")
            #expect(try await next(after: 15) == "authorization_pending")
            #expect(harness.simulator.deviceSignIns.first?.interval == 15)
        }
    }

    @Test func theControlAPIListsAndDecides() async throws {
        try await SimulatorHarness.runAtLabTime { harness, _ in
            let begun = try await begin(harness, scope: "https://graph.microsoft.com/Calendars.ReadWrite")
            let userCode = try begun.string("user_code")
            let listed = try await harness.send(.GET, "/_control/devicecodes").json?["signIns"]?.array?.first
            #expect(listed?["userCode"]?.string == userCode)
            #expect(listed?["scopes"] == ["Calendars.ReadWrite"])
            #expect(listed?["state"] == "pending")
            let body =
                #"{"userCode":"\#(userCode.lowercased())","decision":"approve","user":"dina@aurora.example","#
                + #""scopes":["Calendars.Read"]}"#
            #expect(try await harness.send(.POST, "/_control/devicecodes", body: body).status == 204)
            // Once decided is decided.
            #expect(try await harness.send(.POST, "/_control/devicecodes", body: body).status == 400)
            let answer = try await poll(harness, begun.string("device_code"))
            #expect(answer.json?["scope"]?.string == "https://graph.microsoft.com/Calendars.Read")
            // Neither was asked for.
            #expect(answer.json?["refresh_token"] == nil)
            #expect(answer.json?["id_token"] == nil)
            for bad in [
                #"{"userCode":"x","decision":"decline"}"#, #"{"userCode":"x"}"#, #"{"decision":"decline"}"#,
                #"{"userCode":"x","decision":"maybe"}"#, #"{"userCode":"x","decision":"approve"}"#,
            ] {
                #expect(try await harness.send(.POST, "/_control/devicecodes", body: bad).status == 400, "\(bad)")
            }
        }
    }

    @Test func aPersonalAccountSignsInAtTheGlobalCloudAlone() async throws {
        let pia = LabWorld.personal
        try await SimulatorHarness.runAtLabTime { harness, _ in
            let begun = try await begin(harness, tenant: "consumers", client: pia.clientID)
            try harness.simulator.decideSignIn(
                userCode: begun.string("user_code"), .approve(user: pia.userPrincipalName)
            )
            let answer = try await poll(
                harness, begun.string("device_code"), tenant: "consumers", client: pia.clientID
            )
            #expect(try answer.string("access_token").split(separator: ".").count == 1)
            #expect(answer.json?["scope"] == "Calendars.ReadWrite")
            let identity = try #require(SignedTokenPayload.read(answer.string("id_token")))
            #expect(identity["tid"]?.string == SimulatedTenant.personalAccounts)
            for cloud in SimulatedCloud.allCases where cloud != .global {
                let elsewhere = try await begin(harness, tenant: "consumers", client: pia.clientID, cloud: cloud)
                #expect(elsewhere.aadsts == 90002)
            }
        }
    }

    @Test func aSignInThatCannotBeBegunIsRefused() async throws {
        try await SimulatorHarness.runAtLabTime { harness, _ in
            #expect(try await begin(harness, client: "c0000000-0000-4000-8000-000000000009").aadsts == 700_016)
            #expect(try await begin(harness, client: tenant.machineIdentityID).aadsts == 700_016)
            #expect(try await begin(harness, scope: "").aadsts == 900_144)
            #expect(try await begin(harness, scope: "https://graph.microsoft.us/Calendars.Read").aadsts == 1_002_012)
            try harness.simulator.changeApplication(tenant: tenant.id, clientID: tenant.clientID) {
                $0.allowsPublicFlows = false
            }
            #expect(try await begin(harness).aadsts == 7_000_218)
        }
    }
}
