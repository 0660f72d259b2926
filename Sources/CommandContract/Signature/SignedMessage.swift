/// What Standard Webhooks 1.0.0 (scheme `v1`) says of a message beside its bytes, whichever way it came: as HTTP fields or as
/// record headers.
///
/// The reference libraries sign the *parsed* timestamp and decode base64 leniently, so several spellings of a message verify
/// there. Here one does: the signed text is the sender's own, and signatures are compared in their base64 form.
package struct SignedMessage: Sendable {
    /// More signatures in one message are not looked at; a rotation needs two.
    static let maximumSignatures = 16

    package let id: String
    private let timestamp: String
    private let seconds: Int64
    private let candidates: [[UInt8]]

    /// - Parameters:
    ///   - timestamp: seconds since 1970, as text.
    ///   - signatures: `v1,` and base64, several separated by one space.
    /// - Returns: nil when id or timestamp break their rule.
    package init?(id: String, timestamp: String, signatures: String) {
        guard Self.isID(id), let seconds = Self.seconds(timestamp) else { return nil }
        self.id = id
        self.timestamp = timestamp
        self.seconds = seconds
        candidates = signatures.split(separator: " ", maxSplits: Self.maximumSignatures)
            .prefix(Self.maximumSignatures)
            .compactMap { $0.hasPrefix("v1,") ? Array($0.utf8.dropFirst(3)) : nil }
    }

    package func isSigned(by secrets: [WebhookSecret], over body: [UInt8]) -> Bool {
        var isSigned = false
        for secret in secrets {
            let expected = secret.signature(id: id, timestamp: timestamp, body: body)
            // No early end: how long it takes must not tell which secret or signature was right.
            for candidate in candidates where Self.areEqual(expected, candidate) { isSigned = true }
        }
        return isSigned
    }

    /// - Parameters:
    ///   - time: seconds since 1970.
    ///   - tolerance: seconds, either way.
    package func isFresh(at time: Int64, tolerance: Int64) -> Bool { abs(time - seconds) <= tolerance }

    /// No dot: it separates the signed parts, and one inside would let bytes move from one part to the next.
    private static func isID(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || byte == 0x2D || byte == 0x5F
            }
    }

    private static func seconds(_ text: String) -> Int64? {
        guard (1...12).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int64(text)
    }

    /// In a time that depends on the lengths only, which are public.
    private static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for index in left.indices { difference |= left[index] ^ right[index] }
        return difference == 0
    }
}
