import Crypto

/// The `client-request-id` header: our name for one request, which Microsoft's support can find in Graph's logs.
///
/// Derived rather than drawn, so that a restarted worker, a log and a person with the command in hand all arrive at the
/// same id without anything having been stored. It is no idempotency key: Graph has none for `cancel`.
package struct ClientRequestID: Hashable, Sendable, CustomStringConvertible {
    /// A UUID in lower case.
    package let value: String

    package var description: String { value }

    /// Any UUID; nil for any other text.
    package init?(_ text: String) {
        guard ASCII.isGUID(text) else { return nil }
        self.value = text.lowercased()
    }

    private init(hashing parts: [[UInt8]]) {
        var hash = SHA256()
        // With each length in front, no two lists of parts run together into the same bytes.
        for part in parts {
            withUnsafeBytes(of: UInt64(part.count).bigEndian) { hash.update(bufferPointer: $0) }
            hash.update(data: part)
        }
        var bytes = Array(hash.finalize().prefix(16))
        // RFC 9562 §5.8: version 8, a UUID of the maker's own design; variant 10.
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = Array("0123456789abcdef")
        var text = ""
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text.append("-") }
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 0x0F)])
        }
        self.value = text
    }

    /// The id of one request, a pure function of what caused it.
    ///
    /// - Parameters:
    ///   - source: Where the cause came from, as opaque bytes.
    ///   - id: Which one it was, as opaque bytes.
    ///   - attempt: Which attempt at it this is.
    ///   - exchange: Which request within the attempt: Graph asks for a fresh id per request, and one attempt makes
    ///     several (a read, the action, its repeat after a 401).
    package static func derive(
        source: [UInt8],
        id: [UInt8],
        attempt: UInt32,
        exchange: UInt32 = 0
    ) -> ClientRequestID {
        ClientRequestID(hashing: [
            Array("client-request-id.v1".utf8), source, id, bytes(attempt), bytes(exchange),
        ])
    }

    /// The id of a further page of the request this id names; page 0 is that request itself.
    package func page(_ page: UInt32) -> ClientRequestID {
        guard page > 0 else { return self }
        return ClientRequestID(hashing: [
            Array("client-request-id.page".utf8), Array(value.utf8), Self.bytes(page),
        ])
    }

    private static func bytes(_ number: UInt32) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }
}
