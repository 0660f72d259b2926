import NIOHTTP1
import Testing

@testable import GraphSimulator

@Suite(.timeLimit(.minutes(1)))
struct TokenFaultTests {
    private let tenant = LabWorld.global

    private func token(_ harness: SimulatorHarness, _ tenant: LabTenant? = nil) async throws -> ReceivedAnswer {
        let tenant = tenant ?? self.tenant
        let form =
            "grant_type=client_credentials&client_id=\(tenant.clientID)&client_secret=\(tenant.clientSecret)"
            + "&scope=\(PercentEncoding.encode(tenant.cloud.graphRoot + "/.default"))"
        return try await harness.requestToken(tenant.id, form, cloud: tenant.cloud)
    }

    @Test func theTokenEndpointIsThrottledForOneApplication() async throws {
        try await SimulatorHarness.run { harness in
            try await harness.addFault(
                #"{"operation":"token","application":"\#(tenant.clientID.uppercased())","effect":"answer","status":429,"#
                    + #""code":"temporarily_unavailable","aadsts":90055,"retryAfter":"7"}"#
            )
            #expect(try await token(harness, LabWorld.restricted).status == 200)
            let throttled = try await token(harness)
            #expect(throttled.status == 429)
            #expect(throttled.headers["retry-after"] == ["7"])
            #expect(throttled.aadsts == 90055)
            #expect(harness.simulator.requestLog.last?.aadsts == 90055)
            #expect(try await token(harness).status == 200)
        }
    }

    @Test(arguments: [200, 403, 503])
    func aPageComesInPlaceOfAToken(status: Int) async throws {
        try await SimulatorHarness.run { harness in
            try await harness.addFault(#"{"operation":"token","effect":"html","status":\#(status)}"#)
            let answer = try await token(harness)
            #expect(answer.status == status)
            #expect(answer.headers["content-type"] == ["text/html; charset=utf-8"])
            #expect(String(decoding: answer.body, as: UTF8.self).hasPrefix("<!DOCTYPE html>"))
        }
    }

    @Test(arguments: [
        ("0", JSONValue?.some(0)), ("-1", .some(-1)), ("\"3599\"", .some("3599")), ("\"soon\"", .some("soon")),
        ("null", nil),
    ])
    func theLifetimeIsToldOddly(value: String, told: JSONValue?) async throws {
        try await SimulatorHarness.run { harness in
            try await harness.addFault(#"{"operation":"token","effect":"expiresIn","value":\#(value)}"#)
            let answer = try await token(harness)
            #expect(answer.status == 200)
            #expect(answer.json?["expires_in"] == told)
            // The token itself is as good as any.
            let graph = try await harness.send(
                .GET, "/v1.0/users/x/events/y", token: answer.string("access_token")
            )
            #expect(graph.status == 404)
            #expect(try await token(harness).json?["expires_in"] == 3599)
        }
    }

    @Test func aManagedIdentitysMomentIsToldOddlyToo() async throws {
        try await SimulatorHarness.run { harness in
            harness.simulator.addFault(
                FaultRule(operation: .managedIdentity, effect: .expiresIn(.text("tomorrow")))
            )
            let answer = try await harness.send(
                .GET, "/msi/token?api-version=2019-08-01&resource=https%3A%2F%2Fgraph.microsoft.com",
                headers: [("X-IDENTITY-HEADER", "lab-identity-header")]
            )
            #expect(answer.json?["expires_on"] == "tomorrow")
            #expect(answer.json?["expires_in"] == nil)
        }
    }

    @Test func aBadLifetimeIsRefused() async throws {
        try await SimulatorHarness.run { harness in
            let answer = try await harness.send(.POST, "/_control/faults", body: #"{"effect":"expiresIn","value":[1]}"#)
            #expect(answer.status == 400)
            #expect(answer.errorMessage?.hasPrefix("value: must be") == true)
        }
    }
}
