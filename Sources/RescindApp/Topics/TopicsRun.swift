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
        let commands = answers.descriptions[configuration.kafka.commands]?.value
        let plan = TopicPlan(
            given: creation.partitions, configured: configuration.kafka.partitions,
            existing: commands.flatMap { $0.exists ? $0.partitionCount : nil },
            replicationFactor: creation.replicationFactor
        )
        let creations = await administration.create(missing.map(plan.specification), timeout: timeout)
        return expectations.flatMap { expectation in
            creations[expectation.name].map { [plan.result(expectation, $0)] }
                ?? answers.results(for: expectations, only: expectation.key)
        }
    }

    private func unreachable(_ error: KafkaError) -> CheckResult {
        BrokerChecks.unreachable(error, reason: ConfigurationFile.withoutValues(error, configuration.kafka))
    }
}
