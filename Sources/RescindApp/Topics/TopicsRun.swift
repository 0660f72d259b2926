import KafkaClient

/// Compares the topics with what the worker needs, and makes those that are missing if it is to.
struct TopicsRun: Sendable {
    struct Creation: Sendable {
        /// `--partitions`.
        let partitions: Int?
        let replicationFactor: Int
    }

    let configuration: RescindConfiguration
    /// Nil: only compares.
    let creation: Creation?
    let timeout: Duration

    func report() async -> CheckReport {
        do throws(KafkaError) {
            let administration = try KafkaAdministration(
                connection: configuration.kafka.connection, logger: KafkaInspection.logger
            )
            let results = await results(administration)
            await administration.close()
            return CheckReport(results: results, configurationIsUsable: true)
        } catch {
            return CheckReport(results: [unreachable(error)], configurationIsUsable: true)
        }
    }

    private func results(_ administration: KafkaAdministration) async -> [CheckResult] {
        // Asked first because it tells best why a cluster is away.
        do throws(KafkaError) { _ = try await administration.cluster(timeout: timeout) } catch {
            return [unreachable(error)]
        }
        let expectations = TopicExpectation.all(for: configuration)
        let answers = await KafkaInspection.topics(expectations.map(\.name), of: administration, timeout: timeout)
        guard let creation, !answers.missing.isEmpty else { return answers.results(for: expectations) }
        let missing = expectations.filter { answers.missing.contains($0.name) }
        let made = await make(missing, answers.descriptions[configuration.kafka.commands], creation, administration)
        return expectations.flatMap { expectation in
            made[expectation.name].map { [$0] } ?? answers.results(for: expectations, only: expectation.key)
        }
    }

    /// - Parameter commands: what the cluster says of the command topic.
    /// - Returns: what came of each topic, by its name.
    private func make(
        _ missing: [TopicExpectation], _ commands: BrokerAnswer<TopicDescription>?, _ creation: Creation,
        _ administration: KafkaAdministration
    ) async -> [String: CheckResult] {
        guard case .answered(let commands) = commands else {
            return Dictionary(uniqueKeysWithValues: missing.map { ($0.name, TopicPlan.withheld($0)) })
        }
        let plan = TopicPlan(
            given: creation.partitions, configured: configuration.kafka.partitions,
            existing: commands.exists ? commands.partitionCount : nil, replicationFactor: creation.replicationFactor
        )
        let creations = await administration.create(missing.map(plan.specification), timeout: timeout)
        return missing.reduce(into: [:]) { results, expectation in
            results[expectation.name] = creations[expectation.name].map { plan.result(expectation, $0) }
        }
    }

    private func unreachable(_ error: KafkaError) -> CheckResult {
        BrokerChecks.unreachable(error, reason: ConfigurationFile.withoutValues(error, configuration.kafka))
    }
}
