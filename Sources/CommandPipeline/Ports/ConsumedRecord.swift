package import CommandContract

/// A record as it came from the command topic.
package struct ConsumedRecord: Sendable {
    package let position: RecordPosition
    package let key: [UInt8]?
    /// nil for a tombstone.
    package let value: [UInt8]?
    package let headers: [RecordHeader]

    package init(position: RecordPosition, key: [UInt8]?, value: [UInt8]?, headers: [RecordHeader]) {
        self.position = position
        self.key = key
        self.value = value
        self.headers = headers
    }

    /// When the command was recorded, wherever it stood then. The mark's word can only make it older: anybody may have written
    /// it, a time beyond all reckoning included.
    var recorded: Timestamp? {
        position.timestamp.map { timestamp in min(timestamp, ForwardMark.recorded(in: headers) ?? timestamp) }
    }

    /// The record's own fields and what is kept beside it until its outcome is committed.
    private static let overhead = 512

    /// What holding the record costs.
    var bytes: Int {
        RecordSize.of(key: key, value: value, headers: headers) + Self.overhead
    }
}
