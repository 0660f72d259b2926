package import CommandContract

/// A command that the ledger holds whole, because its record may lie behind the partition's position: the record as it came,
/// and what has become of the command so far.
package struct KeptCommand: Hashable, Sendable {
    package let content: ContentHash
    package let offset: Int64
    /// The record's Kafka timestamp.
    package let timestamp: Timestamp?
    /// When the record was first taken in.
    package let consumed: Timestamp
    package let key: [UInt8]?
    package let value: [UInt8]
    package let headers: [RecordHeader]
    /// Cancel requests that may have left a process, the one of an `attempting` record included.
    package var attempts = 0
    /// One of them had no clear answer, and two look-ups showed the meeting afterwards.
    package var hadAmbiguousAttempt = false
    /// `waiting` only: nothing is done before.
    package var resumesAt: Timestamp?
    /// `attempting` only: the meeting as it was read before the request.
    package var witness: MeetingSnapshot?

    package init(
        content: ContentHash, offset: Int64, timestamp: Timestamp?, consumed: Timestamp, key: [UInt8]?, value: [UInt8],
        headers: [RecordHeader]
    ) {
        self.content = content
        self.offset = offset
        self.timestamp = timestamp
        self.consumed = consumed
        self.key = key
        self.value = value
        self.headers = headers
    }

    /// What keeping it costs in memory, about.
    package var bytes: Int { RecordSize.of(key: key, value: value, headers: headers) + Self.overhead }

    private static let overhead = 512
}
