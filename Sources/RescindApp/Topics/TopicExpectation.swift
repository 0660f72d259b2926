import CommandPipeline
import MeetingCancellation

/// What the worker needs of one topic; ``all(for:)`` is the table that `rescind check` and `rescind topics` go by.
struct TopicExpectation: Sendable {
    enum Partitions: Hashable, Sendable {
        case any
        /// `kafka.topics.partitions`: fixed for the life of a topic set.
        case exactly(Int)
        /// As many as the commands have, with what a difference counts as.
        case asCommands(otherwise: CheckState)
    }

    /// How records come to an end.
    enum Cleanup: Hashable, Sendable {
        /// By age: at least so much, what is lost with less, and `retention.ms` of a topic that `rescind topics --create`
        /// makes.
        case delete(after: Duration, lostEarlier: String, whenCreated: Duration)
        /// By a later record of the same key only.
        case compact

        var policy: String {
            switch self {
            case .delete: "delete"
            case .compact: "compact"
            }
        }
    }

    /// Key of the topic's name in the configuration, such as `deadLetters`.
    let key: String
    let name: String
    let partitions: Partitions
    let cleanup: Cleanup
    /// The least `max.message.bytes`; less is a failure.
    let messageBytes: Int
    /// Whether time is measured by the records' timestamps, which should be the brokers' then.
    let needsBrokerTime: Bool

    private static let day: Duration = .seconds(24 * 3600)
    private static let week: Duration = day * 7

    static func all(for configuration: RescindConfiguration) -> [TopicExpectation] {
        let kafka = configuration.kafka
        let limits = configuration.limits
        return [
            // A command just under the limit is larger by the mark when it is forwarded.
            TopicExpectation(
                key: "commands", name: kafka.commands,
                partitions: kafka.partitions == 0 ? .any : .exactly(kafka.partitions),
                cleanup: .delete(
                    after: limits.defaultDeadline,
                    lostEarlier: "a worker that was down misses commands that are still in time",
                    whenCreated: max(week, limits.defaultDeadline)
                ),
                messageBytes: limits.topicBytes, needsBrokerTime: false
            ),
            // With another number the worker goes right, and readers that join a mailbox's commands and outcomes by
            // partition go wrong.
            TopicExpectation(
                key: "outcomes", name: kafka.outcomes, partitions: .asCommands(otherwise: .warning),
                cleanup: .delete(
                    after: day, lostEarlier: "a reader that was down for a day misses outcomes", whenCreated: week
                ),
                messageBytes: limits.topicBytes, needsBrokerTime: false
            ),
            TopicExpectation(
                key: "ledger", name: kafka.ledger, partitions: .asCommands(otherwise: .failed), cleanup: .compact,
                messageBytes: limits.topicBytes, needsBrokerTime: true
            ),
            TopicExpectation(
                key: "deadLetters", name: kafka.deadLetters, partitions: .any,
                cleanup: .delete(
                    after: week, lostEarlier: "dead letters are gone before somebody has looked", whenCreated: week * 4
                ),
                messageBytes: limits.topicBytes, needsBrokerTime: false
            ),
        ]
    }

    static let advisedReplicas = 3
    static let advisedInSync = 2
    /// The value of `message.timestamp.type` with which brokers stamp the records.
    static let brokerTime = "LogAppendTime"
    /// The topic settings the table judges.
    static let settings: Set<String> = [
        "cleanup.policy", "max.message.bytes", "message.timestamp.type", "min.insync.replicas", "retention.bytes",
        "retention.ms",
    ]
}
