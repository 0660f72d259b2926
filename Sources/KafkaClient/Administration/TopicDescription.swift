/// What a topic's metadata says of it.
package struct TopicDescription: Hashable, Sendable {
    package let name: String
    package let partitionCount: Int32
    /// That of partition 0; a reassignment may make the others differ for a while.
    package let replicationFactor: Int
    /// Whether every partition has a leader, without which nothing is read from it or written to it.
    package let hasLeaders: Bool

    package var exists: Bool { partitionCount > 0 }
}
