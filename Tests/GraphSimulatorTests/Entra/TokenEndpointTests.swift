import FoundationEssentials
import NIOHTTP1
import Testing

@testable import GraphSimulator

@Suite(.timeLimit(.minutes(1)))
struct TokenEndpointTests {
    private func form(
        _ tenant: LabTenant = LabWorld.global, secret: String? = nil, client: String? = nil, scope: String? = nil
    ) -> String {
        "grant_type=client_credentials&client_id=\(client ?? tenant.clientID)"
            + "&client_secret=\(secret ?? tenant.clientSecret)"
            + "&scope=\(PercentEncoding.encode(scope ?? tenant.cloud.graphRoot + "/.default"))"
    }

    private func claims(_ token: String) throws -> JSONValue {
        var payload = String(token.split(separator: ".")[1].map { $0 == "-" ? "+" : $0 == "_" ? "/" : $0 })
        payload += String(repeating: "=", count: (4 - payload.count % 4) % 4)
        let data = try #require(Data(base64Encoded: payload))
        return try #require(JSONValue(parsing: Array(data)))
    }

    @Test(arguments: LabWorld.tenants)
    func aTokenNamesItsCloudTenantAndRoles(tenant: LabTenant) async throws {
        try await SimulatorHarness.run { harness in
            // By GUID and by domain.
            for name in [tenant.id, tenant.domain] {
                let answer = try await harness.requestToken(name, form(tenant), cloud: tenant.cloud)
                #expect(answer.status == 200)
                #expect(answer.json?["token_type"] == "Bearer")
                #expect(answer.json?["expires_in"] == 3599)
                let claims = try claims(answer.string("access_token"))
                #expect(claims["aud"]?.string == tenant.cloud.graphRoot)
                #expect(claims["tid"]?.string == tenant.id)
                #expect(claims["appid"]?.string == tenant.clientID)
                #expect(claims["roles"] == .array(tenant.roles.map(JSONValue.string)))
                #expect(claims["scp"] == nil)
                #expect(claims["ver"] == "1.0")
            }
        }
    }

    @Test func aScopeOfTheSimulatorsOwnRootGivesThatAudience() async throws {
        try await SimulatorHarness.run { harness in
            let root = try #require(harness.endpoints[.global]?.graphRoot)
            let answer = try await harness.requestToken(
                LabWorld.global.id, form(scope: root + "/.default"), cloud: .global
            )
            let token = try answer.string("access_token")
            #expect(try claims(token)["aud"]?.string == root)
            #expect(try await harness.send(.GET, "/v1.0/users/x/events/y", token: token).status == 404)
        }
    }

    @Test func theGovernmentCloudsShareTheirAuthority() async throws {
        try await SimulatorHarness.run { harness in
            let (l4, l5) = (LabWorld.usGovL4, LabWorld.usGovL5)
            #expect(try await harness.requestToken(l5.id, form(l5), cloud: .usGovL4).status == 200)
            #expect(try await harness.requestToken(l4.id, form(l4), cloud: .usGovL5).status == 200)
            let foreign = try await harness.requestToken(l4.id, form(l4), cloud: .global)
            #expect(foreign.aadsts == 90002)
        }
    }

    @Test func refusalsCarryEntrasCodes() async throws {
        try await SimulatorHarness.run { harness in
            let id = LabWorld.global.id
            let cases: [(String, String, Int, String, Int)] = [
                ("99999999-0000-4000-8000-000000000001", form(), 400, "invalid_request", 90002),
                (id, form(secret: "wrong"), 401, "invalid_client", 7_000_215),
                (id, form(client: "c0000000-0000-4000-8000-000000000009"), 400, "unauthorized_client", 700_016),
                (id, form(scope: "https://graph.microsoft.us/.default"), 400, "invalid_scope", 1_002_012),
                (id, form(scope: "https://graph.microsoft.com/Calendars.ReadWrite"), 400, "invalid_scope", 1_002_012),
                (id, form(scope: "https://vault.example/.default"), 400, "invalid_resource", 500_011),
                (id, "client_id=x", 400, "invalid_request", 900_144),
                (id, "grant_type=password&\(form().dropFirst(30))", 400, "unsupported_grant_type", 70003),
                (
                    id, "grant_type=client_credentials&client_id=\(LabWorld.global.clientID)", 401, "invalid_client",
                    7_000_218
                ),
            ]
            for (tenant, form, status, error, number) in cases {
                let answer = try await harness.requestToken(tenant, form, cloud: .global)
                #expect(answer.status == status, "\(number)")
                #expect(answer.json?["error"]?.string == error, "\(number)")
                #expect(answer.aadsts == number, "\(number)")
                #expect(answer.json?["error_description"]?.string?.hasPrefix("AADSTS\(number): ") == true)
                #expect(answer.json?["trace_id"]?.string != nil)
            }
        }
    }

    @Test func basicCredentialsWork() async throws {
        try await SimulatorHarness.run { harness in
            let tenant = LabWorld.global
            let basic = Data("\(tenant.clientID):\(tenant.clientSecret)".utf8).base64EncodedString()
            let answer = try await harness.send(
                .POST, "/\(tenant.id)/oauth2/v2.0/token", headers: [("authorization", "Basic \(basic)")],
                body: "grant_type=client_credentials&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default"
            )
            #expect(answer.status == 200)
        }
    }

    @Test func aRefreshTokenYieldsADelegatedToken() async throws {
        try await SimulatorHarness.run { harness in
            let tenant = LabWorld.global
            let form = "grant_type=refresh_token&client_id=\(tenant.clientID)&client_secret=\(tenant.clientSecret)"
            let answer = try await harness.requestToken(
                tenant.id, "\(form)&refresh_token=\(tenant.refreshToken)&scope=Calendars.ReadWrite+offline_access",
                cloud: .global
            )
            let claims = try claims(answer.string("access_token"))
            #expect(claims["scp"] == "Calendars.ReadWrite")
            #expect(claims["roles"] == nil)
            #expect(claims["oid"]?.string == tenant.mailboxes[0].objectID)
            #expect(answer.json?["scope"]?.string == "https://graph.microsoft.com/Calendars.ReadWrite")
        }
    }

    @Test(arguments: [
        (LabWorld.global, "microsoftonline.com", JSONValue?.none, "graph.microsoft.com"),
        (LabWorld.usGovL4, "microsoftonline.us", "DODCON", "graph.microsoft.us"),
        (LabWorld.usGovL5, "microsoftonline.us", "DOD", "graph.microsoft.us"),
        (LabWorld.china21Vianet, "partner.microsoftonline.cn", nil, "microsoftgraph.chinacloudapi.cn"),
    ])
    func metadataProvesTheCloud(tenant: LabTenant, instance: String, subScope: JSONValue?, graph: String) async throws {
        try await SimulatorHarness.run { harness in
            let answer = try await harness.send(
                .GET, "/\(tenant.domain)/v2.0/.well-known/openid-configuration", cloud: tenant.cloud
            )
            let authority = try #require(harness.endpoints[tenant.cloud]?.authority)
            #expect(answer.json?["cloud_instance_name"]?.string == instance)
            #expect(answer.json?["tenant_region_sub_scope"] == subScope)
            #expect(answer.json?["msgraph_host"]?.string == graph)
            #expect(answer.json?["token_endpoint"]?.string == "\(authority)/\(tenant.id)/oauth2/v2.0/token")
            let unknown = try await harness.send(
                .GET, "/nowhere.example/v2.0/.well-known/openid-configuration", cloud: tenant.cloud
            )
            #expect(unknown.status == 400)
            #expect(unknown.aadsts == 90002)
        }
    }
}
