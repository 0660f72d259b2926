/// The command topic as a member of the consumer group reads it.
package protocol CommandSource: Sendable {
    /// Waits for records of started assignments; nil when the source is closed.
    func nextBatch() async -> ConsumedBatch?
    /// Waits for a rebalance; nil when the source is closed and the last revocation was handled.
    func nextChange() async -> AssignmentChange?
    /// How many partitions the topic has, on which the partition of each mailbox depends.
    func partitionCount(of topic: String) async throws -> Int32
    /// One past the partition's last record.
    func end(of partition: CommandPartition) async throws -> Int64
    /// Lets the records of a newly assigned partition come, from `offset` on; nil stands for the first there is. An assignment
    /// that has ended is left alone, and so is the one that came after it.
    func start(_ assignment: Assignment, at offset: Int64?)
    /// Records that are on their way already still come. Like all calls that do not wait, this one returns at once and calls
    /// nothing back. An assignment that has ended is left alone.
    func pause(_ assignment: Assignment)
    func resume(_ assignment: Assignment)
    func revocationHandled(_ id: Int)
    /// The group's committed offsets, waited for until no transaction of an older owner is pending on them.
    /// A partition without one is left out.
    func committedOffsets(_ partitions: [CommandPartition]) async throws -> [CommandPartition: Int64]
    /// Leaves the group: the last revocation comes, then both sequences end.
    func close()
}
