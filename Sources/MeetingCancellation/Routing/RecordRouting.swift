package import CommandContract

/// Whether a command stands in the partition of its mailbox. Order holds within a partition, and producers may use any key
/// and any partitioner (promise P6).
package enum RecordRouting {
    /// - Parameter count: partitions of the command topic; nil when it is not known, and the record stays.
    /// - Returns: the partition to forward the record to, or nil when it is worked on where it stands.
    package static func detour(
        of key: RoutingKey, at position: RecordPosition, headers: [RecordHeader], count: Int32?
    ) -> Int32? {
        guard let count, count > 0, !ForwardMark.isPresent(in: headers) else { return nil }
        let home = Murmur2.partition(of: key.bytes, count: count)
        return home == position.partition ? nil : home
    }
}
