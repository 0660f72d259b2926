import CLibrdkafka

/// The owner of one consumer's group metadata, as sent with transactional offsets (KIP-447).
final class GroupMetadata {
    let pointer: OpaquePointer

    /// Reads it fresh, because it changes with every rebalance.
    /// - Throws: ``ClientFault/notAMember`` when `consumer` has no group at all.
    init(of consumer: OpaquePointer) throws(KafkaError) {
        guard let metadata = rd_kafka_consumer_group_metadata(consumer) else {
            throw ClientFault.notAMember.error("the consumer has no group")
        }
        pointer = metadata
    }

    deinit {
        rd_kafka_consumer_group_metadata_destroy(pointer)
    }

    /// Nil when the membership cannot be read.
    var membership: GroupMembership? {
        var buffer: UnsafeMutableRawPointer?
        var size = 0
        if let error = rd_kafka_consumer_group_metadata_write(pointer, &buffer, &size) {
            rd_kafka_error_destroy(error)
            return nil
        }
        guard let buffer else { return nil }
        defer { rd_kafka_mem_free(nil, buffer) }
        return GroupMembership(serialized: [UInt8](UnsafeRawBufferPointer(start: buffer, count: size)))
    }
}
