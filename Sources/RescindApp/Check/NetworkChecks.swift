import KafkaClient
import Logging
import MeetingCancellation
import MicrosoftGraph

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Asks Kafka and Microsoft, side by side; each question is bounded in time.
struct NetworkChecks: Sendable {
    let configuration: RescindConfiguration
    let timeout: Duration

    /// Tenants asked at a time.
    private static let tenantsAtATime = 8

    func results() async -> [CheckResult] {
        let expectations = TopicExpectation.all(for: configuration)
        let inspection = KafkaInspection(
            kafka: configuration.kafka, topics: expectations.map(\.name), timeout: timeout
        )
        async let token = kafkaToken()
        async let answers = inspection.run()
        async let tenants = tenants()
        return (await token) + kafka(await answers, expectations) + (await tenants)
    }

    // MARK: Kafka

    /// The provider bounds its exchange itself.
    private func kafkaToken() async -> [CheckResult] {
        guard let provider = configuration.kafka.connection.tokenProvider else { return [] }
        do throws(KafkaTokenFailure) {
            _ = try await provider.token()
            return [BrokerChecks.token(nil)]
        } catch {
            return [BrokerChecks.token(error)]
        }
    }

    private func kafka(_ answers: KafkaInspection.Answers, _ expectations: [TopicExpectation]) -> [CheckResult] {
        switch answers {
        case .unreachable(let error):
            let reason = ConfigurationFile.withoutValues(error, configuration.kafka)
            return [
                BrokerChecks.unreachable(error, reason: reason), BrokerChecks.unasked("kafka transactions"),
                BrokerChecks.unasked("topics"),
            ]
        case .reached(let cluster, let transactions, let topics):
            let prefix = configuration.kafka.transactionalIDPrefix
            return [
                BrokerChecks.cluster(cluster), BrokerChecks.transactions(transactions, idPrefix: prefix),
            ] + topics.results(for: expectations)
        }
    }

    // MARK: Tenants

    private func tenants() async -> [CheckResult] {
        let transport = HTTPTransport(
            userAgent: "Rescind/\(Version.current)",
            timeouts: HTTPTimeouts(connect: min(configuration.timeouts.connect, timeout / 2), total: timeout)
        )
        let results = await withTaskGroup(of: (Int, [CheckResult]).self) { group in
            var results = Array(repeating: [CheckResult](), count: configuration.tenants.count)
            for index in results.indices {
                if index >= Self.tenantsAtATime, let (done, rows) = await group.next() { results[done] = rows }
                group.addTask { (index, await tenant(index, transport)) }
            }
            for await (done, rows) in group { results[done] = rows }
            return results
        }
        let accounts = await accounts(transport)
        // Nothing is in flight any more, which is all that it could complain about.
        try? await transport.shutdown()
        return results.flatMap(\.self) + accounts
    }

    /// One after the other: there are few of them, and each is a person's sign-in.
    private func accounts(_ transport: HTTPTransport) async -> [CheckResult] {
        var results: [CheckResult] = []
        let profiles = zip(configuration.accounts, configuration.advisedAccounts)
        for (index, (account, profile)) in profiles.enumerated() {
            let tenant = configuration.advisedProfiles.first { $0.id == account.profile.tenantID }
            guard let cloud = tenant.flatMap({ configuration.clouds[$0.cloud] }) else { continue }
            let source = RefreshTokenSource(
                cloud: cloud, credential: account.credential, store: UnstoredRefreshToken(account), transport: transport
            )
            let checks = AccountChecks(
                key: "accounts[\(index)]", profile: profile, consent: tenant?.consent(for: .delegated(profile))
            )
            results += checks.results(await Self.token(from: source))
        }
        return results
    }

    /// A tenant whose cloud is not served is told by the configuration's checks.
    private func tenant(_ index: Int, _ transport: HTTPTransport) async -> [CheckResult] {
        let tenant = configuration.tenants[index]
        guard let cloud = configuration.clouds[tenant.profile.cloud] else { return [] }
        let key = "tenants[\(index)]"
        let profile = configuration.advisedProfiles.first { $0.id == tenant.profile.id } ?? tenant.profile
        let checks = TenantChecks(
            key: key, profile: profile, cloud: cloud, clouds: Array(configuration.clouds.values),
            credential: tenant.credential.kind
        )
        async let metadata = Self.metadata(tenant.profile.id, cloud, transport)
        async let token = Self.token(from: tenant.credential.tokenSource(cloud: cloud, transport: transport))
        let answer = await token
        return [checks.cloud(await metadata)] + checks.token(answer)
            + [await mailbox(key, tenant, try? answer.get(), transport)]
    }

    private func mailbox(
        _ key: String, _ tenant: RescindConfiguration.Tenant, _ token: AccessToken?, _ transport: HTTPTransport
    ) async -> CheckResult {
        let checks = MailboxChecks(key: key, clientID: tenant.credential.clientID)
        guard let mailbox = tenant.probeMailbox else { return checks.unasked }
        guard let token else { return checks.withoutToken }
        guard let path = try? EventPath(mailbox: .user(mailbox), calendar: .events, eventID: "probe") else {
            return checks.unasked
        }
        do throws(GraphError) {
            // A minute in which nobody has a meeting: the answer tells of the right alone.
            _ = try await GraphClient(transport: transport).calendarView(
                of: path, from: Self.emptyMinute, to: Self.emptyMinute.addingTimeInterval(60), token: token,
                clientRequestID: .derive(source: Array("rescind check".utf8), id: Array(key.utf8), attempt: 1)
            )
            return checks.result(nil)
        } catch { return checks.result(error) }
    }

    /// 1990-01-01.
    private static let emptyMinute = Date(timeIntervalSince1970: 631_152_000)

    private static func metadata(
        _ tenantID: String, _ cloud: NationalCloud, _ transport: HTTPTransport
    ) async -> Result<TenantMetadata, TenantDiscovery.Failure> {
        do throws(TenantDiscovery.Failure) {
            return .success(try await TenantDiscovery(transport: transport).metadata(of: tenantID, in: cloud))
        } catch { return .failure(error) }
    }

    private static func token(from source: any TokenSource) async -> Result<AccessToken, TokenError> {
        do throws(TokenError) { return .success(try await source.requestToken()) } catch { return .failure(error) }
    }
}
