/// A change of what this consumer owns, told to the application.
package enum RebalanceEvent: Hashable, Sendable {
    /// The partitions are owned from now on, and paused: nothing of them is delivered before
    /// ``KafkaConsumer/start(_:at:)``. `epoch` is larger than that of any assignment before.
    case assigned([TopicPartition], epoch: Int)

    /// The partitions are to be given up, or (`lost`) are gone already.
    ///
    /// Not lost: they stay owned, and their offsets may be committed, until
    /// ``KafkaConsumer/completeRevocation(_:)`` is called with `id` or the configured bound has passed. No record of
    /// *any* partition is fetched until then. Lost: another member may own them by now, and commits of them fail.
    /// An id told as not lost is told once more as lost when the assignment is lost before it was completed.
    case revoked([TopicPartition], lost: Bool, id: Int)
}
