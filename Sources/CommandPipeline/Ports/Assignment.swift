/// One spell of owning a partition. The epoch grows with every assignment, so that whatever an older spell left behind (a
/// batch on its way, the answer to a request) is told apart and dropped.
package struct Assignment: Hashable, Sendable {
    package let partition: CommandPartition
    package let epoch: Int

    package init(partition: CommandPartition, epoch: Int) {
        self.partition = partition
        self.epoch = epoch
    }
}
