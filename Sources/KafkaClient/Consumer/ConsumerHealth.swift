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
    package internal(set) var fatalError: KafkaError?
}
