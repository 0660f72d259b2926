/// One partition of the command topic.
package struct CommandPartition: Hashable, Comparable, Sendable {
    package let topic: String
    package let partition: Int32

    package init(topic: String, partition: Int32) {
        self.topic = topic
        self.partition = partition
    }

    package static func < (left: CommandPartition, right: CommandPartition) -> Bool {
        (left.topic, left.partition) < (right.topic, right.partition)
    }
}
