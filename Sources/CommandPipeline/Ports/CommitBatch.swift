package import CommandContract

/// What one transaction makes true: records to produce and, with them, how far the command topic is done.
package struct CommitBatch: Sendable {
    package enum Destination: Sendable, Equatable { case outcomes, deadLetters }

    package enum Placement: Sendable, Equatable {
        /// The partition of this routing key.
        case key([UInt8])
        /// The number of the command's own partition (modulo the topic's count), for records without a routing key.
        case partition(Int32)
    }

    package struct Entry: Sendable, Equatable {
        package let destination: Destination
        package let placement: Placement
        package let record: ContractRecord
    }

    package let entries: [Entry]
    /// Next offset to read, for each partition that moves.
    package let offsets: [CommandPartition: Int64]
}
