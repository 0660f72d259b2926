import CLibrdkafka
package import Logging

/// Looks at a cluster and its topics, and creates topics.
///
/// All calls run on a thread of its own, one after the other. It never makes a broker create a topic by asking for it
/// (librdkafka's mock cluster does so whoever asks). To be closed; one that is dropped without it closes itself.
package final class KafkaAdministration: Sendable {
    private let session: AdministrationSession
    private let thread: SerialThread

    /// Checks the settings and makes the client, which opens the certificates and keys that they name.
    package init(connection: KafkaConnection, logger: Logger) throws(KafkaError) {
        let session = try AdministrationSession(connection: connection, log: KafkaLog(logger: logger))
        self.session = session
        thread = SerialThread(name: "kafka-admin", idleInterval: .milliseconds(500)) { session.idle() }
    }

    deinit {
        thread.stop { [session] in session.destroy() }
    }

    /// The brokers. A cheap first question: what it throws is why the cluster cannot be reached, an authentication or
    /// a certificate that was refused included.
    package func cluster(timeout: Duration) async throws(KafkaError) -> ClusterDescription {
        try await run { session throws(KafkaError) in try session.cluster(within: timeout) }
    }

    /// What metadata says of the topics, in their order. `timeout` is for all of them together.
    /// - Throws: when no broker answers. What a broker says of one topic is in that topic's answer.
    package func describe(
        topics: [String],
        timeout: Duration
    ) async throws(KafkaError) -> [(topic: String, answer: BrokerAnswer<TopicDescription>)] {
        try await run { session throws(KafkaError) in
            let end = ContinuousClock.now + timeout
            var answers: [(topic: String, answer: BrokerAnswer<TopicDescription>)] = []
            for topic in topics {
                let answer = try session.describe(topic, within: max(.milliseconds(1), end - .now))
                answers.append((topic, answer))
            }
            return answers
        }
    }

    /// The values of the settings `names` of each topic, brokers' defaults included. A name the broker does not know
    /// is left out.
    package func configuration(
        of topics: [String],
        names: Set<String>,
        timeout: Duration
    ) async -> [String: BrokerAnswer<[String: String]>] {
        await answers(for: topics, failure: BrokerAnswer.failed) { session throws(KafkaError) in
            try session.configuration(of: topics, names: names, within: timeout)
        }
    }

    /// Creates the topics; one that is there already is left as it is. Says for each what came of it.
    package func create(_ topics: [TopicSpecification], timeout: Duration) async -> [String: TopicCreation] {
        await answers(for: topics.map(\.name), failure: TopicCreation.init) { session throws(KafkaError) in
            try session.create(topics, within: timeout)
        }
    }

    /// Destroys the client, after what is under way.
    package func close() async {
        await withCheckedContinuation { continuation in
            let isFirst = thread.stop { [session] in
                session.destroy()
                continuation.resume()
            }
            if !isFirst { continuation.resume() }
        }
    }

    /// What all topics have in common when the whole request fails, and when a broker leaves one of them out.
    private func answers<Answer: Sendable>(
        for topics: [String],
        failure: (KafkaError) -> Answer,
        _ body: @escaping @Sendable (AdministrationSession) throws(KafkaError) -> [String: Answer]
    ) async -> [String: Answer] {
        guard !topics.isEmpty else { return [:] }
        var answers: [String: Answer] = [:]
        var common = KafkaError(RD_KAFKA_RESP_ERR__NOENT, reason: "the broker's answer leaves the topic out")
        do throws(KafkaError) {
            answers = try await run(body)
        } catch {
            common = error
        }
        for topic in topics where answers[topic] == nil {
            answers[topic] = failure(common)
        }
        return answers
    }

    private func run<Value: Sendable>(
        _ body: @escaping @Sendable (AdministrationSession) throws(KafkaError) -> Value
    ) async throws(KafkaError) -> Value {
        let answer = OneShot<Result<Value, KafkaError>>()
        let isQueued = thread.enqueue { [session] in
            answer.resolve(Result { () throws(KafkaError) in try body(session) })
        }
        guard isQueued else { throw ClientFault.closed.error("the administration client is closed") }
        return try await answer.value().get()
    }
}
