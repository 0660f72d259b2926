package import CommandContract

/// Key of a ledger record: a command's identity, or the partition's own position.
package enum LedgerKey: Hashable, Sendable {
    case position
    case command(IdentityHash)

    /// Of another length than a hash, so no command can have it.
    private static let positionName = Array("#position".utf8)

    /// nil for a key that this version did not write.
    package init?(_ bytes: [UInt8]) {
        if bytes == Self.positionName {
            self = .position
            return
        }
        guard bytes.count == IdentityHash.byteCount else { return nil }
        var reader = ByteReader(bytes)
        guard let high = reader.fixed(UInt64.self), let low = reader.fixed(UInt64.self) else { return nil }
        self = .command(IdentityHash(high: high, low: low))
    }

    package var bytes: [UInt8] {
        switch self {
        case .position: return Self.positionName
        case .command(let hash):
            var writer = ByteWriter()
            writer.fixed(hash.high)
            writer.fixed(hash.low)
            return writer.bytes
        }
    }
}
