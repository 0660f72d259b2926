import FoundationEssentials
import NIOHTTP1
import Testing

@testable import GraphSimulator

@Suite(.timeLimit(.minutes(1)))
struct FederatedAssertionTests {
    @Test(arguments: SimulatedCloud.allCases)
    func aTokenOfTheClusterIsExchangedAsOftenAsItIsPresented(cloud: SimulatedCloud) async throws {
        let cluster = try LabCredentials.cluster.get()
        let tenant = LabWorld.tenant(in: cloud)
        try await SimulatorHarness.runAtLabTime { harness, _ in
            try harness.simulator.addFederatedIssuer(cluster.issuer, keyPEM: cluster.keyPEM)
            let token = try cluster.token(
                subject: LabTenant.clusterSubject, audience: cloud.federationAudience, issuedAt: LabCredentials.now
            )
            for _ in 0..<2 {
                let answer = try await harness.exchange(token, tenant: tenant)
                #expect(answer.status == 200)
                #expect(try answer.string("access_token").isEmpty == false)
            }
            let record = try #require(harness.simulator.requestLog.last?.tokenRequest)
            #expect(record.grant == .federated)
            #expect(record.algorithm == "RS256")
        }
    }

    @Test func issuerSubjectAndAudienceAreComparedExactly() async throws {
        let (cluster, impostor) = (try LabCredentials.cluster.get(), try LabCredentials.impostor.get())
        let tenant = LabWorld.usGovL4
        let good = tenant.cloud.federationAudience
        try await SimulatorHarness.runAtLabTime { harness, clock in
            func number(
                _ issuer: SimulatedFederatedIssuer, subject: String = LabTenant.clusterSubject, audience: String,
                age: Double = 0
            ) async throws -> Int? {
                let token = try issuer.token(
                    subject: subject, audience: audience, issuedAt: LabCredentials.now.addingTimeInterval(-age)
                )
                return try await harness.exchange(token, tenant: tenant).aadsts
            }
            // No key of the issuer is published yet.
            #expect(try await number(cluster, audience: good) == 50013)
            try harness.simulator.addFederatedIssuer(cluster.issuer, keyPEM: cluster.keyPEM)
            #expect(try await number(cluster, audience: good) == nil)
            #expect(try await number(impostor, audience: good) == 50013)
            #expect(try await number(cluster, subject: "system:serviceaccount:rescind:other", audience: good) == 70021)
            for audience in SimulatedCloud.allCases.map(\.federationAudience) + [good.lowercased(), good + "/"]
            where audience != good {
                #expect(try await number(cluster, audience: audience) == 70021, "\(audience)")
            }
            #expect(try await number(cluster, audience: good, age: 3600 + 299) == nil)
            #expect(try await number(cluster, audience: good, age: 3600 + 300) == 700_024)
            // A second key: both are good while the issuer changes over.
            try harness.simulator.addFederatedIssuer(cluster.issuer, keyPEM: impostor.keyPEM)
            #expect(try await number(impostor, audience: good) == nil)
            #expect(try await number(cluster, audience: good) == nil)
            #expect(throws: WorldError.keyInvalid) {
                try harness.simulator.addFederatedIssuer(cluster.issuer, keyPEM: "nonsense")
            }
            try harness.simulator.changeApplication(tenant: tenant.id, clientID: tenant.clientID) {
                $0.federatedCredentials = []
            }
            #expect(try await number(cluster, audience: good) == 70021)
        }
    }

    @Test func aCredentialRegisteredWithAnotherCloudsAudienceIsOfNoUse() async throws {
        let cluster = try LabCredentials.cluster.get()
        let (tenant, audience) = (LabWorld.china21Vianet, SimulatedCloud.global.federationAudience)
        try await SimulatorHarness.runAtLabTime { harness, _ in
            try harness.simulator.addFederatedIssuer(cluster.issuer, keyPEM: cluster.keyPEM)
            try harness.simulator.changeApplication(tenant: tenant.id, clientID: tenant.clientID) {
                $0.federatedCredentials.append(
                    .init(issuer: cluster.issuer, subject: LabTenant.clusterSubject, audience: audience)
                )
            }
            let token = try cluster.token(
                subject: LabTenant.clusterSubject, audience: audience, issuedAt: LabCredentials.now
            )
            let answer = try await harness.exchange(token, tenant: tenant)
            #expect(answer.aadsts == 70021)
        }
    }

    @Test(arguments: SimulatedCloud.allCases)
    func aManagedIdentityCanStandForTheApplication(cloud: SimulatedCloud) async throws {
        let tenant = LabWorld.tenant(in: cloud)
        try await SimulatorHarness.runAtLabTime { harness, clock in
            func identityToken(_ clientID: String) async throws -> String {
                let query =
                    "api-version=2018-02-01&client_id=\(clientID)"
                    + "&resource=\(PercentEncoding.encode(cloud.federationAudience))"
                return try await harness.send(
                    .GET, "/metadata/identity/oauth2/token?\(query)", cloud: cloud, headers: [("Metadata", "true")]
                ).string("access_token")
            }
            let token = try await identityToken(tenant.assignedIdentityID)
            let answer = try await harness.exchange(token, tenant: tenant)
            #expect(answer.status == 200)
            // It is for exchange alone.
            let direct = try await harness.send(.GET, "/v1.0/users/x/events/y", cloud: cloud, token: token)
            #expect(direct.status == 401)
            // No credential names the machine's own identity.
            let machine = try await identityToken(tenant.machineIdentityID)
            #expect(try await harness.exchange(machine, tenant: tenant).aadsts == 70021)
            // What it says is not enough: its third part must be the one that was issued.
            let forged = "\(token.split(separator: ".").dropLast().joined(separator: ".")).AAAA"
            #expect(try await harness.exchange(forged, tenant: tenant).aadsts == 50013)
            clock.advance(by: 86_399 + 300)
            #expect(try await harness.exchange(token, tenant: tenant).aadsts == 700_024)
        }
    }
}
