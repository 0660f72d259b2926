import KafkaClient
import Logging

/// Asks a cluster for its brokers, whether transactions can be used, and what its topics are like.
struct KafkaInspection: Sendable {
    enum Answers: Sendable {
        case unreachable(KafkaError)
        case reached(ClusterDescription, transactions: BrokerAnswer<Void>, topics: TopicAnswers)
    }

    let kafka: RescindConfiguration.Kafka
    let topics: [String]
    let timeout: Duration

    /// librdkafka's lines would stand between the table's.
    static var logger: Logger { Logger(label: "rescind") { _ in SwiftLogNoOpLogHandler() } }

    func run() async -> Answers {
        do throws(KafkaError) {
            let administration = try KafkaAdministration(connection: kafka.connection, logger: Self.logger)
            let answers = await ask(administration)
            await administration.close()
            return answers
        } catch {
            return .unreachable(error)
        }
    }

    private func ask(_ administration: KafkaAdministration) async -> Answers {
        do throws(KafkaError) {
            let cluster = try await administration.cluster(timeout: timeout)
            async let transactions = transactions()
            let answers = await Self.topics(topics, of: administration, timeout: timeout)
            return .reached(cluster, transactions: await transactions, topics: answers)
        } catch {
            return .unreachable(error)
        }
    }

    /// By an id of its own: the worker's would fence the worker.
    private func transactions() async -> BrokerAnswer<Void> {
        var probe = TransactionProbe(connection: kafka.connection, idPrefix: kafka.transactionalIDPrefix)
        probe.timeout = timeout
        return await probe.run(logger: Self.logger)
    }

    static func topics(
        _ names: [String], of administration: KafkaAdministration, timeout: Duration
    ) async -> TopicAnswers {
        var descriptions: [String: BrokerAnswer<TopicDescription>] = [:]
        do throws(KafkaError) {
            for (topic, answer) in try await administration.describe(topics: names, timeout: timeout) {
                descriptions[topic] = answer
            }
        } catch {
            for name in names { descriptions[name] = .notVerified(error) }
        }
        let existing = names.filter { descriptions[$0]?.value?.exists == true }
        let settings = await administration.configuration(
            of: existing, names: TopicExpectation.settings, timeout: timeout
        )
        return TopicAnswers(descriptions: descriptions, settings: settings)
    }
}
