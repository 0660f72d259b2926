/// A glance at a consumer, for health checks.
package struct ConsumerHealth: Sendable {
    package enum MemberState: String, Sendable {
        /// Not a member yet, or no longer: waiting for an assignment.
        case joining
        case member
        /// Told to give partitions up, and not yet answered.
        case revoking
        case closing
        case closed
        /// ``ConsumerHealth/fatalError`` says why.
        case failed
    }

    /// When the thread last came back from librdkafka. It does so several times a second; an old instant means a
    /// hang (librdkafka before 2.6.1 has one, #4800).
    package internal(set) var lastPoll: ContinuousClock.Instant
    package internal(set) var assignedPartitions = 0
    package internal(set) var memberState = MemberState.joining
    /// Whether the group's coordinator is connected, as of the last statistics; nil before the first.
    package internal(set) var isCoordinatorUp: Bool?
    /// Since when the group's coordinator can be reached and the group is still not joined; nil while it cannot, and once it is.
    /// A rebalance takes minutes at most, by the members' `max.poll.interval.ms`; what takes longer is stuck.
    package internal(set) var joiningSince: ContinuousClock.Instant?
    package internal(set) var fatalError: KafkaError?
}
