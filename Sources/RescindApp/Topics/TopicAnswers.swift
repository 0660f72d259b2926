import KafkaClient

/// What a cluster says of the topics, by their names.
struct TopicAnswers: Sendable {
    let descriptions: [String: BrokerAnswer<TopicDescription>]
    /// Of those that exist.
    let settings: [String: BrokerAnswer<[String: String]>]

    /// The first of `expectations` is the command topic, whose partitions others are compared with.
    /// - Parameter key: of the one topic to judge; all when nil.
    func results(for expectations: [TopicExpectation], only key: String? = nil) -> [CheckResult] {
        let commands = expectations.first.flatMap { descriptions[$0.name]?.value?.partitionCount }
        return expectations.filter { key == nil || $0.key == key }.flatMap { expectation in
            guard let description = descriptions[expectation.name] else {
                return [BrokerChecks.unasked("topic \(expectation.key)")]
            }
            return TopicChecks(
                expectation: expectation, description: description,
                settings: settings[expectation.name] ?? .answered([:]),
                commandPartitions: commands == 0 ? nil : commands
            ).results
        }
    }

    /// Names of topics that are known not to be there.
    var missing: Set<String> {
        Set(descriptions.filter { $0.value.value?.exists == false }.keys)
    }
}
