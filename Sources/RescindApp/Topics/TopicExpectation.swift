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

    /// Key of the topic's name in the configuration, such as `deadLetters`.
    let key: String
    let name: String
    let partitions: Partitions
    let cleanupPolicy: String
    /// The least `max.message.bytes`; less is a failure.
    let messageBytes: Int
    /// The least `retention.ms`, and what is lost with less.
    let retention: Duration
    let lostEarlier: String
    /// `retention.ms` of a topic that `rescind topics --create` makes.
    let retentionWhenCreated: Duration

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
                cleanupPolicy: "delete", messageBytes: limits.topicBytes,
                retention: limits.defaultDeadline,
                lostEarlier: "a worker that was down misses commands that are still in time",
                retentionWhenCreated: max(week, limits.defaultDeadline)
            ),
            // With another number the worker goes right, and readers that join a mailbox's commands and outcomes by
            // partition go wrong.
            TopicExpectation(
                key: "outcomes", name: kafka.outcomes, partitions: .asCommands(otherwise: .warning),
                cleanupPolicy: "delete", messageBytes: limits.topicBytes,
                retention: day, lostEarlier: "a reader that was down for a day misses outcomes",
                retentionWhenCreated: week
            ),
            TopicExpectation(
                key: "deadLetters", name: kafka.deadLetters, partitions: .any,
                cleanupPolicy: "delete", messageBytes: limits.topicBytes,
                retention: week, lostEarlier: "dead letters are gone before somebody has looked",
                retentionWhenCreated: week * 4
            ),
        ]
    }

    static let advisedReplicas = 3
    static let advisedInSync = 2
    /// The topic settings the table judges.
    static let settings: Set<String> = [
        "cleanup.policy", "max.message.bytes", "min.insync.replicas", "retention.bytes", "retention.ms",
    ]
}
