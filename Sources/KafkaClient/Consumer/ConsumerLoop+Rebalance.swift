import CLibrdkafka

extension ConsumerLoop {
    /// Answers a rebalance event, or leaves the answer to the application when partitions are to be given up.
    func rebalance(_ event: OpaquePointer) {
        let partitions = PartitionList.partitions(of: rd_kafka_event_topic_partition_list(event))
        switch rd_kafka_event_error(event) {
        case RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS:
            hasJoined = true
            perform(machine.partitionsAssigned(partitions))
        case RD_KAFKA_RESP_ERR__REVOKE_PARTITIONS:
            // Must be asked before the answer, which resets it.
            let isLost = isAssignmentLost
            hasJoined = hasJoined && !isLost
            perform(machine.partitionsRevoked(partitions, lost: isLost, at: .now))
        case let code:
            shared.log.error("the rebalance failed", KafkaError(code))
            perform(machine.everythingLost())
            _ = rd_kafka_assign(client, nil)
            shared.setOwned(machine.epochs)
        }
    }

    var isAssignmentLost: Bool {
        rd_kafka_assignment_lost(client) != 0
    }

    /// False when librdkafka refused: the rebalance it belonged to is over.
    func assign(_ partitions: [TopicPartition]) -> Bool {
        let refused = PartitionList.with(partitions) { list in
            KafkaError.consuming(rd_kafka_incremental_assign(client, list), of: client)
        }
        if let refused {
            shared.log.warning("the assignment was refused", refused)
            machine.assignmentRefused(partitions)
        }
        shared.setOwned(machine.epochs)
        return refused == nil
    }

    /// Ownership is withdrawn before librdkafka lets go, so that no offset of a partition is committed by its former
    /// owner once the group may give it to another.
    func unassign(_ partitions: [TopicPartition]) {
        shared.setOwned(machine.epochs)
        let refused = PartitionList.with(partitions) { list in
            KafkaError.consuming(rd_kafka_incremental_unassign(client, list), of: client)
        }
        if let refused {
            shared.log.warning("the unassignment was refused", refused)
        }
    }

    /// Moves newly started partitions to where the application wants them, as far as librdkafka is ready for it.
    func seekStarting() {
        let due = machine.seeksDue
        guard !due.isEmpty else { return }
        let reached = PartitionList.with(due.keys.sorted(), offsets: due) { list in
            // Partitions the library is not ready for carry an error each; the next turn tries them again.
            let overall = KafkaError.consuming(rd_kafka_seek_partitions(client, list, 500), of: client)
            guard overall == nil else { return [TopicPartition]() }
            return PartitionList.entries(of: list)
                .filter { $0.err == RD_KAFKA_RESP_ERR_NO_ERROR }
                .map { TopicPartition($0) }
        }
        perform(machine.seekSucceeded(reached))
    }
}
