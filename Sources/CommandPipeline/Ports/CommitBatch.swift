package import CommandContract

/// What one transaction makes true: records to produce and, with them, how far the command topic is done.
package struct CommitBatch: Sendable {
    package enum Destination: Sendable, Equatable {
        case outcomes, deadLetters
        /// A command that stood in the wrong partition.
        case commands
        case ledger
    }

    package enum Placement: Sendable, Equatable {
        /// The partition of this routing key.
        case key([UInt8])
        /// This number modulo the topic's count: the command's own partition, for records without a routing key, or the one
        /// that a command is forwarded to.
        case partition(Int32)
    }

    package struct Entry: Sendable, Equatable {
        package let destination: Destination
        package let placement: Placement
        package let record: ContractRecord
    }

    package let entries: [Entry]
    /// Next offset to read, for exactly the partitions whose ledger is written, moved or not: their group generation is what
    /// the broker checks.
    package let offsets: [CommandPartition: Int64]
    /// Under which the batch was decided. When one of them has ended, nothing of it may be committed: the group generation
    /// alone does not tell, since a partition that was lost and has come back is owned under the newer one.
    package let assignments: Set<Assignment>
}
