import KafkaClient

/// Judges one topic by its expectation.
struct TopicChecks {
    let expectation: TopicExpectation
    /// What metadata says.
    let description: BrokerAnswer<TopicDescription>
    /// What the broker says of ``TopicExpectation/settings``.
    let settings: BrokerAnswer<[String: String]>
    /// Of the command topic; nil when it is not known.
    let commandPartitions: Int32?

    var results: [CheckResult] {
        switch description {
        case .answered(let topic) where topic.exists:
            [presence(topic), partitions(topic)].compactMap(\.self) + [replicas(topic)] + settings(of: topic)
        case .answered: [missing]
        case .notVerified(let error): [unanswered(error, .notVerified)]
        case .refused(let error): [unanswered(error, .failed)]
        }
    }

    private func named(_ aspect: String) -> String { "topic \(expectation.key): \(aspect)" }

    // MARK: Metadata

    private var missing: CheckResult {
        CheckResult(
            "topic \(expectation.key)", .failed, found: "\(expectation.name) does not exist", expected: "exists",
            remedy: "rescind topics --create, or correct kafka.topics.\(expectation.key)"
        )
    }

    private func unanswered(_ error: KafkaError, _ state: CheckState) -> CheckResult {
        CheckResult(
            "topic \(expectation.key)", state, found: "\(error)", expected: "\(expectation.name) exists",
            remedy: error.isAuthorization
                ? "allow Describe on the topic (rescind topics --acls)" : "look at the brokers, then check again"
        )
    }

    private func presence(_ topic: TopicDescription) -> CheckResult {
        guard !topic.hasLeaders else { return CheckResult("topic \(expectation.key)", .ok, found: topic.name) }
        return CheckResult(
            "topic \(expectation.key)", .failed, found: "a partition of \(topic.name) has no leader",
            expected: "a leader each", remedy: "bring its brokers back: nothing is read or written there"
        )
    }

    private func partitions(_ topic: TopicDescription) -> CheckResult? {
        let check = named("partitions")
        let found = "\(topic.partitionCount)"
        switch expectation.partitions {
        case .any: return CheckResult(check, .ok, found: found)
        case .exactly(let count):
            guard count != Int(topic.partitionCount) else { return CheckResult(check, .ok, found: found) }
            return CheckResult(
                check, .failed, found: found, expected: "\(count) (kafka.topics.partitions)",
                remedy: "correct the key if the topic was made so; a count that was changed breaks the order of a "
                    + "mailbox's commands: make a new topic set and drain this one"
            )
        case .asCommands(let state):
            guard let commandPartitions else { return nil }
            guard commandPartitions != topic.partitionCount else { return CheckResult(check, .ok, found: found) }
            return CheckResult(
                check, state, found: found, expected: "\(commandPartitions), as the commands",
                remedy: "make the topic anew with as many partitions as the commands"
            )
        }
    }

    private func replicas(_ topic: TopicDescription) -> CheckResult {
        let check = named("replicas")
        let advised = TopicExpectation.advisedReplicas
        guard topic.replicationFactor < advised else {
            return CheckResult(check, .ok, found: "\(topic.replicationFactor)")
        }
        return CheckResult(
            check, .warning, found: "\(topic.replicationFactor)", expected: "\(advised) or more",
            remedy:
                "reassign its partitions to \(advised) brokers: with fewer a broker that is lost takes records along"
        )
    }

    // MARK: Settings

    private func settings(of topic: TopicDescription) -> [CheckResult] {
        switch settings {
        case .answered(let values):
            return [
                cleanup(values["cleanup.policy"]), inSync(values["min.insync.replicas"], topic.replicationFactor),
                size(values["max.message.bytes"]), retention(values), time(values["message.timestamp.type"]),
            ].compactMap(\.self)
        case .notVerified(let error), .refused(let error):
            return [
                CheckResult(
                    named("settings"), .notVerified, found: "\(error)",
                    expected: "cleanup.policy, min.insync.replicas, max.message.bytes, "
                        + (expectation.cleanup == .compact ? "message.timestamp.type" : "retention"),
                    remedy: error.isAuthorization
                        ? "allow DescribeConfigs on the topic to see them" : "look at them with the broker's own tools"
                )
            ]
        }
    }

    private func cleanup(_ value: String?) -> CheckResult {
        let check = named("cleanup.policy")
        let wanted = expectation.cleanup.policy
        guard let value else { return untold(check, wanted) }
        guard value != wanted else { return CheckResult(check, .ok, found: value) }
        return CheckResult(
            check, .failed, found: value, expected: wanted,
            remedy: "set it to \(wanted): "
                + (expectation.cleanup == .compact
                    ? "deletion forgets what was attempted, and a command that comes again is carried out again"
                    : "compaction removes all but the newest record of a mailbox")
        )
    }

    private func inSync(_ value: String?, _ replicas: Int) -> CheckResult {
        let check = named("min.insync.replicas")
        let advised = TopicExpectation.advisedInSync
        guard let value, let count = Int(value) else { return untold(check, "\(advised)") }
        let (state, remedy): (CheckState, String) =
            if count > replicas {
                (.failed, "lower it to \(max(1, replicas - 1)): with \(replicas) replicas no write is ever accepted")
            } else if count == replicas, replicas > 1 {
                (.warning, "lower it to \(replicas - 1): one broker away stops every write")
            } else if count < advised, replicas > 1 {
                (.warning, "set it to \(advised): an acknowledged record may be on one broker only")
            } else {
                (.ok, "")
            }
        return CheckResult(
            check, state, found: "\(value) of \(replicas)", expected: state == .ok ? "" : "\(advised) of 3",
            remedy: remedy
        )
    }

    private func size(_ value: String?) -> CheckResult {
        let check = named("max.message.bytes")
        let least = expectation.messageBytes
        guard let value, let size = Int(value) else { return untold(check, "\(least)") }
        guard size < least else { return CheckResult(check, .ok, found: value) }
        return CheckResult(
            check, .failed, found: value, expected: "\(least) or more",
            remedy: "raise it, or lower limits.commandBytes: a record that does not fit holds its partition"
        )
    }

    /// Nil where age ends no record.
    private func retention(_ values: [String: String]) -> CheckResult? {
        guard case .delete(let shortest, let lostEarlier, _) = expectation.cleanup else { return nil }
        let check = named("retention")
        let least = "\(ConfigurationDuration.text(shortest)) or more"
        guard let text = values["retention.ms"], let milliseconds = Int64(text) else { return untold(check, least) }
        let isLong = milliseconds < 0 || Duration.milliseconds(milliseconds) >= shortest
        let time = milliseconds < 0 ? "unlimited" : ConfigurationDuration.text(.milliseconds(milliseconds))
        let bytes = values["retention.bytes"].flatMap { Int64($0) }.flatMap { $0 < 0 ? nil : $0 }
        let found = bytes.map { "\(time), or \($0) bytes a partition" } ?? time
        guard isLong, bytes == nil else {
            return CheckResult(
                check, .warning, found: found, expected: least + ", not by size",
                remedy: "set \(isLong ? "retention.bytes to -1" : "retention.ms"): \(lostEarlier)"
            )
        }
        return CheckResult(check, .ok, found: found)
    }

    private func time(_ value: String?) -> CheckResult? {
        guard expectation.needsBrokerTime else { return nil }
        let check = named("message.timestamp.type")
        let wanted = TopicExpectation.brokerTime
        guard let value else { return untold(check, wanted) }
        guard value != wanted else { return CheckResult(check, .ok, found: value) }
        return CheckResult(
            check, .warning, found: value, expected: wanted,
            remedy: "set it to \(wanted): else limits.idempotencyWindow is measured by the workers' clocks"
        )
    }

    private func untold(_ check: String, _ expected: String) -> CheckResult {
        CheckResult(check, .notVerified, found: "the broker does not tell", expected: expected)
    }
}

extension KafkaError {
    /// Topic, group, cluster or transactional id: the principal lacks a permission.
    var isAuthorization: Bool { [29, 30, 31, 53].contains(number) }
}
