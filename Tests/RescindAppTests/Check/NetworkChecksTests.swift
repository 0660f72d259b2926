import GraphSimulator
import KafkaClient
import MeetingCancellation
import MicrosoftGraph
import Testing

@testable import RescindApp

/// Against mock brokers and the simulator. The mock knows no administration requests: settings are "not verified" there.
@Suite("rescind check asks Kafka and Microsoft", .timeLimit(.minutes(1)))
struct NetworkChecksTests {
    private static let timeout: Duration = .seconds(2)

    private func results(_ configuration: RescindConfiguration) async -> [String: CheckResult] {
        let results = await NetworkChecks(configuration: configuration, timeout: Self.timeout).results()
        return Dictionary(uniqueKeysWithValues: results.map { ($0.check, $0) })
    }

    @Test("a sound landscape has no failure; the one tenant without the permission is named")
    func sound() async throws {
        try await Laboratory.with { laboratory in
            let results = await results(try laboratory.configuration())
            #expect(results["kafka brokers"]?.state == .ok)
            #expect(results["kafka transactions"]?.state == .ok)
            #expect(results["topic commands"]?.state == .ok)
            #expect(results["topic outcomes: partitions"]?.state == .ok)
            #expect(results["topic commands: settings"]?.state == .notVerified)
            for index in LabWorld.tenants.indices {
                #expect(results["tenants[\(index)] cloud"]?.state == .ok)
                #expect(results["tenants[\(index)] token"]?.state == .ok)
            }
            let failed = results.values.filter { $0.state == .failed }.map(\.check)
            #expect(failed == ["tenants[4] permission"])
        }
    }

    @Test("no secret and no token is in any row")
    func secrecy() async throws {
        try await Laboratory.with { laboratory in
            let text = await results(try laboratory.configuration()).values.map { "\($0)" }.joined()
            for tenant in LabWorld.tenants { #expect(!text.contains(tenant.clientSecret)) }
            #expect(!text.contains("eyJ"))
        }
    }

    @Test("a wrong secret is the authority's invalid_client, and the other questions are answered all the same")
    func wrongSecret() async throws {
        try await Laboratory.with { laboratory in
            let results = await results(try laboratory.configuration(secret: "wrong"))
            let token = try #require(results["tenants[0] token"])
            #expect(token.state == .failed)
            #expect(token.found == "refused: invalid_client, AADSTS7000215, status 401")
            #expect(token.remedy.contains("clientSecretFile"))
            #expect(results["tenants[0] cloud"]?.state == .ok)
            #expect(results["kafka brokers"]?.state == .ok)
        }
    }

    @Test("a tenant configured for the other government cloud gets a token there, and is found out by discovery")
    func wrongCloud() async throws {
        try await Laboratory.with { laboratory in
            var configuration = try laboratory.configuration()
            let tenant = LabWorld.usGovL5
            configuration.tenants = [
                RescindConfiguration.Tenant(
                    profile: .init(id: tenant.id, domains: [], cloud: "usGovL4", permissionCheck: .advisory),
                    credential: try ClientSecretCredential(tenantID: tenant.id, clientID: tenant.clientID) {
                        Secret(tenant.clientSecret)
                    }
                )
            ]
            let result = try #require(await results(configuration)["tenants[0] cloud"])
            #expect(result.state == .failed)
            #expect(result.remedy == "set cloud: usGovL5")
        }
    }

    @Test("a command topic with another number of partitions than it was made with")
    func partitions() async throws {
        try await Laboratory.with(partitions: 4) { laboratory in
            var configuration = try laboratory.configuration()
            configuration.kafka.partitions = 6
            let result = try #require(await results(configuration)["topic commands: partitions"])
            #expect(result.state == .failed)
            #expect(result.found == "4")
            #expect(result.expected.hasPrefix("6"))
        }
    }

    @Test("a topic that does not exist, and one that may not be seen")
    func topics() async throws {
        try await Laboratory.with { laboratory in
            try laboratory.cluster.setError(.unknownTopicOrPartition, of: Laboratory.commands)
            try laboratory.cluster.setError(.topicAuthorizationFailed, of: Laboratory.deadLetters)
            let results = await results(try laboratory.configuration())
            #expect(results["topic commands"]?.state == .failed)
            #expect(results["topic commands"]?.found == "\(Laboratory.commands) does not exist")
            #expect(results["topic deadLetters"]?.state == .notVerified)
            #expect(results["topic outcomes"]?.state == .ok)
        }
    }

    @Test("transactions that the principal may not use")
    func transactions() async throws {
        try await Laboratory.with { laboratory in
            try laboratory.cluster.pushErrors(.initProducerID, [.transactionalIDAuthorizationFailed])
            let result = try #require(await results(try laboratory.configuration())["kafka transactions"])
            #expect(result.state == .failed)
            #expect(result.remedy.contains("rescind-test-"))
        }
    }

    @Test("a Kafka token that is refused is named by its own row")
    func kafkaToken() async throws {
        try await Laboratory.with { laboratory in
            let tenant = LabWorld.global
            let authority = try #require(laboratory.simulator.endpoints[.global]).authority
            let endpoint = try TokenEndpoint("\(authority)/\(tenant.id)/oauth2/v2.0/token")
            var configuration = try laboratory.configuration()
            func provide(_ secret: String) {
                let grant = ClientCredentialsGrant(
                    endpoint: endpoint, clientID: tenant.clientID, scope: "https://graph.microsoft.com/.default"
                ) { Secret(secret) }
                configuration.kafka.connection.tokenProvider = ClientCredentialsTokens(
                    grant: grant, principal: "p", extensions: [:]
                )
            }
            provide("wrong")
            let refused = try #require(await results(configuration)["kafka.oauth token"])
            #expect(refused.state == .failed)
            #expect(refused.found.contains("invalid_client"))
            provide(tenant.clientSecret)
            #expect(await results(configuration)["kafka.oauth token"]?.state == .ok)
        }
    }

    @Test("a dead bootstrap is one failure; what hangs on it is not verified, and Microsoft is asked all the same")
    func deadBootstrap() async throws {
        try await RunningSimulator.with { simulator in
            let connection = KafkaConnection(bootstrapServers: "127.0.0.1:1")
            let tenant = LabWorld.global
            let configuration = RescindConfiguration(
                kafka: RescindConfiguration.Kafka(connection: connection), clouds: try simulator.clouds(),
                tenants: [
                    RescindConfiguration.Tenant(
                        profile: tenant.profile,
                        credential: try ClientSecretCredential(tenantID: tenant.id, clientID: tenant.clientID) {
                            Secret(tenant.clientSecret)
                        }
                    )
                ],
                sources: []
            )
            let results = await results(configuration)
            let brokers = try #require(results["kafka brokers"])
            #expect(brokers.state == .failed)
            #expect(brokers.found.hasPrefix("_TRANSPORT"))
            #expect(brokers.remedy.contains("kafka.bootstrap"))
            #expect(results["kafka transactions"]?.state == .notVerified)
            #expect(results["topics"]?.state == .notVerified)
            #expect(results["tenants[0] token"]?.state == .ok)
        }
    }
}
