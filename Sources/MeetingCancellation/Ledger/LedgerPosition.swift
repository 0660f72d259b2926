/// How far a partition is done, written with every transaction that touches its ledger.
package struct LedgerPosition: Hashable, Sendable {
    /// Next offset of the command partition to be read.
    package let nextOffset: Int64
    /// Of the command topic. Another number gives mailboxes other partitions, and their ledgers are not found.
    package let partitionCount: Int32
    /// Who wrote it and in which of its transactions: after a commit without an answer it tells whether that one happened.
    package let writer: UInt64
    package let transaction: UInt64

    package init(nextOffset: Int64, partitionCount: Int32, writer: UInt64, transaction: UInt64) {
        self.nextOffset = nextOffset
        self.partitionCount = partitionCount
        self.writer = writer
        self.transaction = transaction
    }
}
