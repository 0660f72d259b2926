/// The header of a command record that was forwarded to the partition of its mailbox. It stops a second hop: a worker that
/// sees another number of partitions would send the record round for ever.
///
/// It holds the record's own time as well: a topic with log append time gives the moved record a new one, and a command must
/// not become younger by that. A producer that sets the mark itself can only take its commands out of the order of their
/// mailbox and make them older.
package enum ForwardMark {
    package static let header = "rescind-forwarded-from"

    /// What the mark adds to a record at most. A command just under the limit must not be over it at its second reading.
    package static let bytes = RecordSize.of(
        key: nil, value: nil, headers: [RecordHeader(header, "\(Int32.max)/\(Int64.max)/\(Int64.min)")]
    )

    package static func isPresent(in headers: [RecordHeader]) -> Bool { headers.contains { $0.name == header } }

    /// - Parameter position: where the record stood before.
    package static func mark(_ position: RecordPosition) -> RecordHeader {
        let time = position.timestamp.map { "/\($0.milliseconds)" } ?? ""
        return RecordHeader(header, "\(position.partition)/\(position.offset)" + time)
    }

    /// When the record was recorded before it was moved; nil when no mark says so.
    package static func recorded(in headers: [RecordHeader]) -> Timestamp? {
        let times = headers.filter { $0.name == header }.compactMap { header -> Timestamp? in
            let parts = String(decoding: header.value ?? [], as: UTF8.self).split(separator: "/")
            guard parts.count == 3, let time = Int64(parts[2]) else { return nil }
            return Timestamp(milliseconds: time)
        }
        return times.min()
    }
}
