import CommandContract

/// Takes a ledger record apart; nil when there is less than asked for.
struct ByteReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    mutating func fixed<Value: FixedWidthInteger>(_ type: Value.Type) -> Value? {
        let size = MemoryLayout<Value>.size
        guard bytes.count - position >= size else { return nil }
        defer { position += size }
        return bytes.withUnsafeBytes { Value(bigEndian: $0.loadUnaligned(fromByteOffset: position, as: Value.self)) }
    }

    mutating func blob() -> [UInt8]? {
        guard let count = fixed(UInt32.self), bytes.count - position >= Int(count) else { return nil }
        defer { position += Int(count) }
        return Array(bytes[position..<position + Int(count)])
    }

    mutating func text() -> String? { blob().flatMap { String(validating: $0, as: UTF8.self) } }

    /// The outer nil means that the record is broken.
    mutating func optionalBlob() -> [UInt8]?? {
        switch fixed(UInt8.self) {
        case 0: .some(nil)
        case 1: blob().map { .some($0) }
        default: nil
        }
    }

    mutating func optionalText() -> String?? {
        guard let bytes = optionalBlob() else { return nil }
        guard let bytes else { return .some(nil) }
        return String(validating: bytes, as: UTF8.self).map { .some($0) }
    }

    mutating func optionalTimestamp() -> Timestamp?? {
        switch fixed(UInt8.self) {
        case 0: .some(nil)
        case 1: fixed(Int64.self).map { .some(Timestamp(milliseconds: $0)) }
        default: nil
        }
    }
}
