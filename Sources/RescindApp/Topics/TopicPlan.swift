import KafkaClient

/// How missing topics are made, so that ``TopicChecks`` finds nothing to say of them.
struct TopicPlan {
    /// As the command topic; of an existing one its own number.
    let partitions: Int32
    let replicationFactor: Int16

    /// Enough for the lanes of a dozen workers, and cheap.
    static let usualPartitions = 12

    /// - Parameters:
    ///   - given: `--partitions`.
    ///   - configured: `kafka.topics.partitions`, 0 when not told.
    ///   - existing: of the command topic, if it is there.
    init(given: Int?, configured: Int, existing: Int32?, replicationFactor: Int) {
        partitions = existing ?? Int32(given ?? (configured > 0 ? configured : Self.usualPartitions))
        self.replicationFactor = Int16(replicationFactor)
    }

    func specification(_ expectation: TopicExpectation) -> TopicSpecification {
        let inSync = replicationFactor >= TopicExpectation.advisedReplicas ? TopicExpectation.advisedInSync : 1
        var settings = [
            "cleanup.policy": expectation.cleanup.policy,
            "max.message.bytes": "\(max(expectation.messageBytes, Self.usualMessageBytes))",
            "min.insync.replicas": "\(inSync)",
        ]
        if case .delete(_, _, let whenCreated) = expectation.cleanup {
            settings["retention.bytes"] = "-1"
            settings["retention.ms"] = "\(whenCreated.components.seconds * 1000)"
        }
        if expectation.needsBrokerTime { settings["message.timestamp.type"] = TopicExpectation.brokerTime }
        return TopicSpecification(
            name: expectation.name, partitions: partitions, replicationFactor: replicationFactor,
            configuration: settings
        )
    }

    /// Kafka's own default.
    private static let usualMessageBytes = 1_048_588

    /// A topic that is not made because nobody told of the command topic: it may be there with another number of partitions
    /// than the one that would be guessed, and a topic's number is never put right.
    static func withheld(_ expectation: TopicExpectation) -> CheckResult {
        CheckResult(
            "topic \(expectation.key)", .failed,
            found: "\(expectation.name) does not exist, was not created: the command topic's partitions are not known",
            expected: "as many partitions as the commands",
            remedy: "let this principal Describe the command topic (rescind topics --acls), then run --create again"
        )
    }

    /// What came of the wish for one topic.
    func result(_ expectation: TopicExpectation, _ creation: TopicCreation) -> CheckResult {
        let check = "topic \(expectation.key)"
        let wanted = "partitions: \(partitions), replicas: \(replicationFactor)"
        switch creation {
        case .created: return CheckResult(check, .ok, found: "\(expectation.name) created: \(wanted)")
        case .alreadyExists:
            return CheckResult(
                check, .notVerified, found: "\(expectation.name) has just been made by somebody else", expected: wanted,
                remedy: "run rescind topics again"
            )
        case .refused(let error):
            return CheckResult(
                check, .failed, found: "\(error)", expected: wanted,
                remedy: error.isAuthorization
                    ? "let somebody with Create on the topic do it (rescind topics --acls)"
                    : "try --replication-factor \(max(1, replicationFactor - 1)) on a small cluster, or correct the name"
            )
        case .notVerified(let error):
            return CheckResult(
                check, .failed, found: "no answer: \(error)", expected: wanted,
                remedy: "run rescind topics again; librdkafka's mock cluster creates no topics on demand"
            )
        }
    }
}
