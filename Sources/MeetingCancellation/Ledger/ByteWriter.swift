import CommandContract

/// Builds a ledger record: big-endian integers, and byte strings behind their length.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func fixed(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func blob(_ value: [UInt8]) {
        fixed(UInt32(value.count))
        bytes.append(contentsOf: value)
    }

    /// Absence and emptiness are two things: a record's value may be either.
    mutating func optional(_ value: [UInt8]?) {
        fixed(UInt8(value == nil ? 0 : 1))
        if let value { blob(value) }
    }

    mutating func text(_ value: String) { blob(Array(value.utf8)) }

    mutating func optional(_ value: String?) { optional(value.map { Array($0.utf8) }) }

    mutating func optional(_ value: Timestamp?) {
        fixed(UInt8(value == nil ? 0 : 1))
        if let value { fixed(value.milliseconds) }
    }
}
