package import CommandContract

/// What the log says of a committed transaction.
package struct CommitReceipt: Sendable, Equatable {
    /// By ledger partition, one past the last record written there: where reading on after the transaction begins.
    package let ledgerEnds: [Int32: Int64]
    /// The latest time the broker gave to a record of it; nil when the topics keep the producer's.
    package let time: Timestamp?

    package init(ledgerEnds: [Int32: Int64], time: Timestamp? = nil) {
        self.ledgerEnds = ledgerEnds
        self.time = time
    }
}
