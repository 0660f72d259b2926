import FoundationEssentials
import NIOHTTP1
import Testing

@testable import GraphSimulator

@Suite(.timeLimit(.minutes(1)))
struct DiscoveryTests {
    private static let twin = "f8cdef31-0000-4000-8000-000000000001"

    private func metadata(
        _ harness: SimulatorHarness, _ tenant: String, at cloud: SimulatedCloud
    ) async throws -> ReceivedAnswer {
        try await harness.send(.GET, "/\(tenant)/v2.0/.well-known/openid-configuration", cloud: cloud)
    }

    private func addTenant(
        _ harness: SimulatorHarness, _ id: String, _ cloud: SimulatedCloud, _ domain: String, more: String = ""
    ) async throws -> ReceivedAnswer {
        let application = #"{"clientID":"e0000000-0000-4000-8000-000000000001","secret":"\#(cloud.rawValue)"}"#
        let body =
            #"{"id":"\#(id)","cloud":"\#(cloud.rawValue)","domains":["\#(domain)"],"#
            + #""applications":[\#(application)]\#(more)}"#
        return try await harness.send(.POST, "/_control/tenants", body: body)
    }

    @Test(arguments: [SimulatedCloud.usGovL4, .usGovL5])
    func eitherGovernmentAuthorityKnowsTheTenantsOfBothAndTellsThemApart(asked: SimulatedCloud) async throws {
        try await SimulatorHarness.run { harness in
            for (tenant, subScope) in [(LabWorld.usGovL4, "DODCON"), (LabWorld.usGovL5, "DOD")] {
                let answer = try await metadata(harness, tenant.id, at: asked)
                #expect(answer.json?["tenant_region_sub_scope"]?.string == subScope)
                #expect(answer.json?["cloud_instance_name"] == "microsoftonline.us")
                let authority = try #require(harness.endpoints[asked]?.authority)
                #expect(answer.json?["token_endpoint"]?.string == "\(authority)/\(tenant.id)/oauth2/v2.0/token")
            }
        }
    }

    @Test func oneGUIDAndOneDomainCanBeInTwoClouds() async throws {
        try await SimulatorHarness.run { harness in
            #expect(try await addTenant(harness, Self.twin, .global, "twin.example").status == 201)
            #expect(try await addTenant(harness, Self.twin, .usGovL5, "twin.example").status == 201)
            for (asked, instance) in [
                (SimulatedCloud.global, "microsoftonline.com"), (.usGovL4, "microsoftonline.us"),
            ] {
                for name in [Self.twin, "twin.example"] {
                    let answer = try await metadata(harness, name, at: asked)
                    #expect(answer.json?["cloud_instance_name"]?.string == instance, "\(name)")
                }
            }
            #expect(try await metadata(harness, Self.twin, at: .china21Vianet).aadsts == 90002)
            // Each has registrations of its own.
            for (cloud, secret, number) in [
                (SimulatedCloud.global, "global", nil), (.usGovL5, "usGovL5", nil), (.usGovL5, "global", 7_000_215),
            ] {
                let form =
                    "grant_type=client_credentials&client_id=e0000000-0000-4000-8000-000000000001"
                    + "&client_secret=\(secret)&scope=\(PercentEncoding.encode(cloud.graphRoot + "/.default"))"
                #expect(try await harness.requestToken(Self.twin, form, cloud: cloud).aadsts == number)
            }
            // The second one's mailboxes are its own too.
            let mailbox = #"{"tenant":"twin.example@usGovL5","id":"m1","userPrincipalName":"m@twin.example"}"#
            #expect(try await harness.send(.POST, "/_control/mailboxes", body: mailbox).status == 201)
            #expect(harness.simulator.world.mailbox(tenant: Self.twin, named: "m1") == nil)
            // One authority cannot have it twice.
            #expect(try await addTenant(harness, Self.twin, .usGovL4, "other.example").status == 400)
            #expect(try await addTenant(harness, "other", .usGovL4, "twin.example").status == 400)
        }
    }

    @Test func aTwinsTokenIsGoodInItsOwnCloudAlone() async throws {
        try await SimulatorHarness.run { harness in
            _ = try await addTenant(harness, Self.twin, .global, "twin.example")
            _ = try await addTenant(harness, Self.twin, .china21Vianet, "twin.example")
            let form =
                "grant_type=client_credentials&client_id=e0000000-0000-4000-8000-000000000001"
                + "&client_secret=china21Vianet&scope=https%3A%2F%2Fmicrosoftgraph.chinacloudapi.cn%2F.default"
            let token = try await harness.requestToken(Self.twin, form, cloud: .china21Vianet).string("access_token")
            #expect(try #require(SignedTokenPayload.read(token))["tid"]?.string == Self.twin)
            for (cloud, status) in [(SimulatedCloud.china21Vianet, 403), (.global, 401)] {
                let answer = try await harness.send(.GET, "/v1.0/users/x/events/y", cloud: cloud, token: token)
                #expect(answer.status == status)
            }
            let log = harness.simulator.requestLog
            #expect(log.map(\.tenant) == [Self.twin, Self.twin, Self.twin])
            #expect(log.map(\.isAtItsOwnCloud) == [true, true, false])
        }
    }

    @Test func theGlobalAuthorityMayPointElsewhere() async throws {
        try await SimulatorHarness.run { harness in
            let id = "f8cdef31-0000-4000-8000-000000000002"
            _ = try await addTenant(
                harness, id, .china21Vianet, "known.example", more: #","knownToGlobalAuthority":true"#)
            let answer = try await metadata(harness, "known.example", at: .global)
            #expect(answer.status == 200)
            #expect(answer.json?["cloud_instance_name"] == "partner.microsoftonline.cn")
            let authority = try #require(harness.endpoints[.china21Vianet]?.authority)
            #expect(answer.json?["token_endpoint"]?.string == "\(authority)/\(id)/oauth2/v2.0/token")
            let form = "grant_type=client_credentials&client_id=x&client_secret=y&scope=z"
            #expect(try await harness.requestToken(id, form, cloud: .global).aadsts == 900_382)
            #expect(try await harness.requestToken(id, form, cloud: .usGovL4).aadsts == 90002)
            #expect(try await metadata(harness, id, at: .usGovL4).aadsts == 90002)
            // Others are not known there.
            #expect(try await metadata(harness, LabWorld.usGovL5.id, at: .global).aadsts == 90002)
            #expect(harness.simulator.requestLog.map(\.isAtItsOwnCloud) == [false, false, false, false, false])
        }
    }
}
