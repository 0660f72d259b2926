import CommandContract
import MeetingCancellation

/// Writes ledger records, always to the command's own partition: the ledger is found by partition, not by key.
enum LedgerComposer {
    /// - Parameter record: nil for a tombstone.
    static func entry(
        _ record: LedgerRecord?, for key: LedgerKey, in partition: CommandPartition
    ) -> CommitBatch.Entry {
        CommitBatch.Entry(
            destination: .ledger, placement: .partition(partition.partition),
            record: ContractRecord(key: key.bytes, value: record?.bytes, headers: [])
        )
    }
}
