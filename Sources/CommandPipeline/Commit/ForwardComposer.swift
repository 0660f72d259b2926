import CommandContract

/// Writes the record that takes another one's place in the right partition: the same bytes and timestamp, and the mark.
/// It is the same command, so it has one outcome, from where it ends up.
enum ForwardComposer {
    static func entry(for record: ConsumedRecord, to partition: Int32) -> CommitBatch.Entry {
        CommitBatch.Entry(
            destination: .commands, placement: .partition(partition),
            record: ContractRecord(
                key: record.key, value: record.value, headers: record.headers + [ForwardMark.mark(record.position)],
                timestamp: record.position.timestamp
            )
        )
    }
}
