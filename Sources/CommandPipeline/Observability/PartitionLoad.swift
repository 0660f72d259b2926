package import CommandContract

/// How far a partition is done, for lag.
package struct PartitionLoad: Sendable, Equatable {
    package let partition: CommandPartition
    /// The first offset that is not committed; nil before the first record of an assignment has come.
    package let nextOffset: Int64?
    /// Kafka timestamp of the oldest record taken in whose outcome is not committed.
    package let oldest: Timestamp?
}
