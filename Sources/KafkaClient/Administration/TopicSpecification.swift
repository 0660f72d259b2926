/// A topic that is to be created.
package struct TopicSpecification: Hashable, Sendable {
    package var name: String
    package var partitions: Int32
    /// -1 for the brokers' default (Kafka 2.4, KIP-464).
    package var replicationFactor: Int16
    /// Topic settings such as `cleanup.policy`; those not given are the brokers' defaults.
    package var configuration: [String: String]

    package init(
        name: String,
        partitions: Int32,
        replicationFactor: Int16 = -1,
        configuration: [String: String] = [:]
    ) {
        self.name = name
        self.partitions = partitions
        self.replicationFactor = replicationFactor
        self.configuration = configuration
    }
}

/// What came of the wish for one topic.
package enum TopicCreation: Hashable, Sendable {
    case created
    /// A topic of that name is there, with whatever shape it has.
    case alreadyExists
    case refused(KafkaError)
    /// No broker answered; the topic may have been created.
    case notVerified(KafkaError)

    init(_ error: KafkaError?) {
        switch error {
        case nil: self = .created
        case let error? where error.number == 36: self = .alreadyExists
        case let error?: self = error.leavesUnknown ? .notVerified(error) : .refused(error)
        }
    }
}
