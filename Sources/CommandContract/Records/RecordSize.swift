/// What a record costs on the wire and in memory, about: its bytes and the framing of its parts.
///
/// Framing counts, or a record of a million empty headers would count as nothing.
package enum RecordSize {
    /// Of one header: two lengths on the wire, two array headers in memory.
    private static let header = 16

    package static func of(key: [UInt8]?, value: [UInt8]?, headers: [RecordHeader]) -> Int {
        (key?.count ?? 0) + (value?.count ?? 0)
            + headers.reduce(0) { $0 + $1.name.utf8.count + ($1.value?.count ?? 0) + header }
    }
}
