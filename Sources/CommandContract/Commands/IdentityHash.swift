import Crypto

/// A command's identity in 16 bytes: the first half of SHA-256 over `source`, a zero byte and `id`.
///
/// The ledger remembers millions of these. A sender that wants two of its own identities to collide has to hash 2⁶⁴ of them,
/// and hurts nobody else: the source is part of what is hashed.
package struct IdentityHash: Hashable, Sendable {
    package static let byteCount = 16

    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    package init(_ identity: CommandIdentity) {
        let words = Self.words(of: [identity.source, identity.id])
        self.init(high: words.0, low: words.1)
    }

    /// First half of SHA-256 over the parts.
    static func words(of parts: [String]) -> (UInt64, UInt64) {
        var hasher = SHA256()
        for (index, part) in parts.enumerated() {
            // Not printable, so no other division into parts gives the same bytes.
            if index > 0 { hasher.update(data: [0]) }
            hasher.update(data: Array(part.utf8))
        }
        return words(of: hasher.finalize())
    }

    static func words(of digest: SHA256Digest) -> (UInt64, UInt64) {
        digest.withUnsafeBytes { bytes in
            (
                UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
    }
}
