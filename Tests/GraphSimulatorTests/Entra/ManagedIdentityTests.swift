import FoundationEssentials
import NIOHTTP1
import Testing

@testable import GraphSimulator

@Suite(.timeLimit(.minutes(1)))
struct ManagedIdentityTests {
    private let machine = [("Metadata", "true")]
    private let service = [("X-IDENTITY-HEADER", "lab-identity-header")]

    private func imds(_ resource: String, _ more: String = "", version: String = "2018-02-01") -> String {
        "/metadata/identity/oauth2/token?api-version=\(version)&resource=\(PercentEncoding.encode(resource))\(more)"
    }

    private func appService(_ resource: String, _ more: String = "", version: String = "2019-08-01") -> String {
        "/msi/token?api-version=\(version)&resource=\(PercentEncoding.encode(resource))\(more)"
    }

    @Test(arguments: SimulatedCloud.allCases)
    func bothFormsYieldATokenForTheCloudsGraph(cloud: SimulatedCloud) async throws {
        let tenant = LabWorld.tenant(in: cloud)
        try await SimulatorHarness.runAtLabTime { harness, _ in
            let path = "/v1.0/users/\(tenant.mailboxes[0].objectID)/events/\(tenant.eventID(.review))"
            let first = try await harness.send(.GET, imds(cloud.graphRoot), cloud: cloud, headers: machine)
            #expect(first.json?["expires_in"] == "86399")
            #expect(first.json?["expires_on"] == .string(String(1_800_000_000 + 86_399)))
            #expect(first.json?["client_id"]?.string == tenant.machineIdentityID)
            let second = try await harness.send(.GET, appService(cloud.graphRoot), cloud: cloud, headers: service)
            #expect(second.json?["expires_in"] == nil)
            #expect(second.json?["expires_on"] == .string(String(1_800_000_000 + 86_399)))
            for answer in [first, second] {
                let read = try await harness.send(.GET, path, cloud: cloud, token: answer.string("access_token"))
                #expect(read.status == 200)
            }
            let record = try #require(harness.simulator.requestLog.first)
            #expect(record.operation == .managedIdentity)
            #expect(record.tokenRequest?.grant == .managedIdentity)
            #expect(record.tokenRequest?.clientID == tenant.machineIdentityID)
            #expect(record.tenant == tenant.id)
            #expect(record.isAtItsOwnCloud)
        }
    }

    @Test func anAssignedIdentityIsNamedInAnyOfThreeWays() async throws {
        let tenant = LabWorld.global
        let resource = PercentEncoding.encode(tenant.assignedIdentityResourceID)
        try await SimulatorHarness.run { harness in
            let root = tenant.cloud.graphRoot
            for (path, headers) in [
                (imds(root, "&client_id=\(tenant.assignedIdentityID)"), machine),
                (imds(root, "&object_id=\(tenant.assignedIdentityObjectID)"), machine),
                (imds(root + "/", "&msi_res_id=\(resource)"), machine),
                (appService(root, "&client_id=\(tenant.assignedIdentityID)"), service),
                (appService(root, "&mi_res_id=\(resource)"), service),
            ] {
                let answer = try await harness.send(.GET, path, headers: headers)
                #expect(answer.json?["client_id"]?.string == tenant.assignedIdentityID, "\(path)")
            }
        }
    }

    @Test func aBadRequestIsRefusedInTheFormOfItsEndpoint() async throws {
        try await SimulatorHarness.run { harness in
            let root = SimulatedCloud.global.graphRoot
            let forwarded = machine + [("X-Forwarded-For", "10.0.0.1")]
            let bad: [(String, [(String, String)], Int)] = [
                (imds(root), [], 400), (imds(root), [("Metadata", "false")], 400), (imds(root), forwarded, 400),
                (imds(root, version: "2017-12-01"), machine, 400), (imds(root, "&client_id=unknown"), machine, 400),
                (imds(root, "&client_id=a&object_id=b"), machine, 400),
                (imds("https://graph.microsoft.us"), machine, 400), (imds(root + "/.default"), machine, 400),
                (imds("api://AzureADTokenExchangeUSGov"), machine, 400),
                ("/metadata/identity/oauth2/token?api-version=2018-02-01", machine, 400),
                (appService(root), [], 401), (appService(root), [("X-IDENTITY-HEADER", "other")], 401),
                (appService(root), machine, 401), (appService(root, version: "2018-02-01"), service, 400),
            ]
            for (path, headers, status) in bad {
                let answer = try await harness.send(.GET, path, headers: headers)
                #expect(answer.status == status, "\(path)")
                let member = path.hasPrefix("/msi") ? "message" : "error_description"
                #expect(answer.json?[member]?.string?.isEmpty == false, "\(path)")
            }
        }
    }

    @Test(arguments: [404, 410, 429, 500])
    func aFaultAnswersInTheFormOfTheEndpoint(status: Int) async throws {
        try await SimulatorHarness.run { harness in
            for times in [1, 2] {
                harness.simulator.addFault(
                    FaultRule(
                        tenant: LabWorld.global.domain, application: LabWorld.global.machineIdentityID,
                        operation: .managedIdentity, times: times,
                        effect: .answer(FaultAnswer(status: status, code: "too_many", retryAfter: "2"))
                    )
                )
            }
            let first = try await harness.send(.GET, imds(SimulatedCloud.global.graphRoot), headers: machine)
            #expect(first.status == status)
            #expect(first.json?["error"] == "too_many")
            #expect(first.headers["retry-after"] == ["2"])
            let second = try await harness.send(.GET, appService(SimulatedCloud.global.graphRoot), headers: service)
            #expect(second.json?["statusCode"]?.integer == status)
        }
    }

    @Test func nobodySignsInAsAnIdentityAtEntra() async throws {
        try await SimulatorHarness.run { harness in
            let tenant = LabWorld.global
            let form = "grant_type=refresh_token&client_id=\(tenant.machineIdentityID)&refresh_token=x"
            let answer = try await harness.requestToken(tenant.id, form, cloud: .global)
            #expect(answer.aadsts == 700_016)
        }
    }
}
