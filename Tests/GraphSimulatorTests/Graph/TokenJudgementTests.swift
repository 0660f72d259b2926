import FoundationEssentials
import NIOHTTP1
import Testing

@testable import GraphSimulator

@Suite(.timeLimit(.minutes(1)))
struct TokenJudgementTests {
    private let path = "/v1.0/users/x/events/y"

    @Test func aMissingOrInventedTokenIsChallenged() async throws {
        try await SimulatorHarness.run { harness in
            for token in [nil, "abc", "a.b.c"] {
                let answer = try await harness.send(.GET, path, cloud: .usGovL5, token: token)
                #expect(answer.status == 401)
                #expect(answer.errorCode == "InvalidAuthenticationToken")
                #expect(
                    answer.headers["www-authenticate"].first?.contains("https://login.microsoftonline.us/") == true
                )
            }
        }
    }

    @Test func aTokenOfAnotherCloudIsRefused() async throws {
        try await SimulatorHarness.run { harness in
            for tenant in LabWorld.tenants {
                let token = try await harness.token(tenant)
                for cloud in SimulatedCloud.allCases where cloud != tenant.cloud {
                    let answer = try await harness.send(.GET, path, cloud: cloud, token: token)
                    #expect(answer.status == 401)
                    #expect(answer.errorMessage?.contains("Invalid audience") == true)
                }
            }
        }
    }

    @Test func anotherGovernmentTenantIsRefusedThoughTheAudienceFits() async throws {
        try await SimulatorHarness.run { harness in
            let tenant = LabWorld.usGovL4
            let form =
                "grant_type=client_credentials&client_id=\(tenant.clientID)"
                + "&client_secret=\(tenant.clientSecret)&scope=https%3A%2F%2Fdod-graph.microsoft.us%2F.default"
            let issued = try await harness.requestToken(tenant.id, form, cloud: .usGovL4)
            let answer = try await harness.send(.GET, path, cloud: .usGovL5, token: issued.string("access_token"))
            #expect(answer.status == 401)
            #expect(answer.errorMessage?.contains("InvalidCloudInstance") == true)
        }
    }

    @Test func anExpiredTokenIsRefused() async throws {
        let clock = ManualTime()
        try await SimulatorHarness.run(time: clock.time) { harness in
            let token = try await harness.token()
            clock.advance(by: 3598)
            #expect(try await harness.send(.GET, path, token: token).status == 404)
            clock.advance(by: 1)
            let answer = try await harness.send(.GET, path, token: token)
            #expect(answer.status == 401)
            #expect(answer.errorMessage == "Lifetime validation failed, the token is expired.")
        }
    }
}
