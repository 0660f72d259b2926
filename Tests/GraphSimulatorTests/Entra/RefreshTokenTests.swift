import NIOHTTP1
import Testing

@testable import GraphSimulator

@Suite(.timeLimit(.minutes(1)))
struct RefreshTokenTests {
    private let tenant = LabWorld.global
    private let pia = LabWorld.personal

    private func form(_ refreshToken: String) -> String {
        "grant_type=refresh_token&client_id=\(tenant.clientID)&client_secret=\(tenant.clientSecret)"
            + "&refresh_token=\(refreshToken)"
    }

    @Test func eachUseGivesANewOneAndTheOldOnesStayGood() async throws {
        try await SimulatorHarness.run { harness in
            var tokens = [tenant.refreshToken]
            for _ in 0..<3 {
                let answer = try await harness.requestToken(tenant.id, form(tokens.last ?? ""), cloud: .global)
                tokens.append(try answer.string("refresh_token"))
            }
            #expect(Set(tokens).count == 4)
            for token in tokens {
                #expect(try await harness.requestToken(tenant.id, form(token), cloud: .global).status == 200)
            }
        }
    }

    @Test func anUnknownAnExpiredAndAnothersAreInvalidGrants() async throws {
        let clock = ManualTime()
        try await SimulatorHarness.run(time: clock.time) { harness in
            func number(_ refreshToken: String) async throws -> Int? {
                let answer = try await harness.requestToken(tenant.id, form(refreshToken), cloud: .global)
                #expect(answer.status == 400)
                #expect(answer.json?["error"] == "invalid_grant")
                return answer.aadsts
            }
            #expect(try await number("nonsense") == 70008)
            // Of another tenant's client.
            #expect(try await number(LabWorld.usGovL4.refreshToken) == 70008)
            #expect(try await number(pia.refreshToken) == 70008)
            clock.advance(by: 89 * 86_400)
            let late = try await harness.requestToken(tenant.id, form(tenant.refreshToken), cloud: .global)
            let rotated = try late.string("refresh_token")
            clock.advance(by: 86_400)
            #expect(try await number(tenant.refreshToken) == 700_082)
            #expect(try await harness.requestToken(tenant.id, form(rotated), cloud: .global).status == 200)
        }
    }

    @Test(arguments: ["consumers", SimulatedTenant.personalAccounts])
    func aPersonalAccountGetsAnOpaqueTokenAndItsPermissionsInTheScope(authority: String) async throws {
        try await SimulatorHarness.run { harness in
            let form = "grant_type=refresh_token&client_id=\(pia.clientID)&refresh_token=\(pia.refreshToken)"
            let answer = try await harness.requestToken(authority, form, cloud: .global)
            #expect(answer.status == 200)
            #expect(try answer.string("access_token").split(separator: ".").count == 1)
            #expect(answer.json?["scope"] == "Calendars.ReadWrite")
            #expect(try answer.string("refresh_token") != pia.refreshToken)
            for cloud in SimulatedCloud.allCases where cloud != .global {
                #expect(try await harness.requestToken(authority, form, cloud: cloud).aadsts == 90002)
                let foreign = try await harness.send(
                    .GET, "/v1.0/me/events/x", cloud: cloud, token: answer.string("access_token")
                )
                #expect(foreign.status == 401)
            }
            let withSecret = try await harness.requestToken(authority, form + "&client_secret=x", cloud: .global)
            #expect(withSecret.aadsts == 700_025)
            let appOnly = "grant_type=client_credentials&client_id=\(pia.clientID)&scope=x%2F.default"
            #expect(try await harness.requestToken(authority, appOnly, cloud: .global).aadsts == 7_000_218)
        }
    }
}
