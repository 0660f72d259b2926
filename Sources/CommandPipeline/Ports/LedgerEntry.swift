package import CommandContract

/// A record of the ledger topic as it was read.
package struct LedgerEntry: Sendable, Equatable {
    package let key: [UInt8]
    /// nil for a tombstone.
    package let value: [UInt8]?
    /// The broker's, on a topic with log append time.
    package let timestamp: Timestamp?

    package init(key: [UInt8], value: [UInt8]?, timestamp: Timestamp?) {
        self.key = key
        self.value = value
        self.timestamp = timestamp
    }
}
