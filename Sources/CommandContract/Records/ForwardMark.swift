/// The header of a command record that was forwarded to the partition of its mailbox. It stops a second hop: a worker that
/// sees another number of partitions would send the record round for ever.
///
/// A producer that sets it itself only gives up the order of its own commands.
package enum ForwardMark {
    package static let header = "rescind-forwarded-from"

    /// What the mark adds to a record at most: two numbers of 10 and 19 digits, and framing. A command just under the limit
    /// must not be over it at its second reading.
    package static let bytes = RecordSize.of(
        key: nil, value: nil, headers: [RecordHeader(header, "\(Int32.max)/\(Int64.max)")]
    )

    package static func isPresent(in headers: [RecordHeader]) -> Bool { headers.contains { $0.name == header } }

    /// - Parameter position: where the record stood before.
    package static func mark(_ position: RecordPosition) -> RecordHeader {
        RecordHeader(header, "\(position.partition)/\(position.offset)")
    }
}
