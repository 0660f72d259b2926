import NIOHTTP1
import Testing

@testable import GraphSimulator

@Suite(.timeLimit(.minutes(1)))
struct TokenRequestLogTests {
    private let tenant = LabWorld.usGovL4

    private func form(_ grant: String, _ more: String) -> String {
        "grant_type=\(PercentEncoding.encode(grant))&client_id=\(tenant.clientID)&\(more)"
    }

    @Test func aTokenRequestIsLoggedWithWhatItOfferedAndWhatItGot() async throws {
        try await SimulatorHarness.run { harness in
            let scope = "https%3A%2F%2Fgraph.microsoft.us%2F.default"
            let secret = "client_secret=\(tenant.clientSecret)"
            for (form, cloud) in [
                (form("client_credentials", "\(secret)&scope=\(scope)"), SimulatedCloud.usGovL4),
                (form("client_credentials", "client_secret=wrong&scope=\(scope)"), .usGovL5),
                (form("refresh_token", "\(secret)&refresh_token=\(tenant.refreshToken)"), .usGovL4),
                (form(TokenRequest.deviceCodeGrant, "device_code=x"), .usGovL4),
                (form("password", secret), .global),
            ] {
                _ = try await harness.requestToken(tenant.id, form, cloud: cloud)
            }
            let log = harness.simulator.requestLog
            #expect(
                log.compactMap { $0.tokenRequest?.grant } == [.secret, .secret, .refreshToken, .deviceCode, .unknown])
            #expect(log.map(\.aadsts) == [nil, 7_000_215, nil, 70018, 90002])
            #expect(log.map(\.cloud) == [.usGovL4, .usGovL5, .usGovL4, .usGovL4, .global])
            #expect(log.allSatisfy { $0.tenant == tenant.id && $0.application == tenant.clientID })
            #expect(log.first?.tokenRequest?.scope == "https://graph.microsoft.us/.default")
            // The two government clouds have one authority; the global one is another's.
            #expect(log.map(\.isAtItsOwnCloud) == [true, true, true, true, false])
            let told = try await harness.send(.GET, "/_control/requests")
            let records = try #require(told.json?["requests"]?.array)
            #expect(
                records.map { $0["token"]?["grant"] } == ["secret", "secret", "refreshToken", "deviceCode", "unknown"])
            #expect(records.map { $0["ownCloud"] }.last == .bool(false))
            let text = String(describing: log) + String(decoding: told.body, as: UTF8.self)
            for hidden in [tenant.clientSecret, tenant.refreshToken] { #expect(!text.contains(hidden)) }
        }
    }

    @Test func aGraphRequestAtTheOtherGovernmentCloudIsFound() async throws {
        try await SimulatorHarness.run { harness in
            let token = try await harness.token(tenant)
            for cloud in [SimulatedCloud.usGovL4, .usGovL5] {
                _ = try await harness.send(.GET, "/v1.0/users/x/events/y", cloud: cloud, token: token)
            }
            #expect(harness.simulator.requestLog.map(\.isAtItsOwnCloud) == [true, true, false])
        }
    }

    @Test func anUnregisteredClientIsLoggedAsSent() async throws {
        try await SimulatorHarness.run { harness in
            _ = try await harness.requestToken(
                "nowhere.example", "grant_type=client_credentials&client_id=X&client_secret=y", cloud: .global
            )
            let record = try #require(harness.simulator.requestLog.last)
            #expect(record.tenant == nil)
            #expect(record.application == nil)
            #expect(record.tokenRequest?.clientID == "x")
            #expect(record.isAtItsOwnCloud)
        }
    }
}
