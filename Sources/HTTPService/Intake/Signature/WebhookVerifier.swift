import HTTPTypes

/// Checks that a request is authentic and fresh (Standard Webhooks 1.0.0, scheme `v1`).
///
/// The reference libraries sign the *parsed* timestamp and decode base64 leniently, so several spellings of a request
/// verify there. Here one does: the signed text is the header's own, and signatures are compared in their base64 form.
struct WebhookVerifier: Sendable {
    /// More signatures in one header are not looked at; a rotation needs two.
    static let maximumSignatures = 16

    let keyring: WebhookKeyring
    /// Seconds, either way.
    let tolerance: Int64

    /// - Parameter now: seconds since 1970.
    /// - Returns: nil for whatever is wrong: an answer that told what would help a forger on.
    func verify(_ headers: HTTPFields, body: [UInt8], now: Int64) -> VerifiedWebhook? {
        guard let source = single(.rescindSource, headers), let id = single(.webhookID, headers), isID(id),
            let timestamp = single(.webhookTimestamp, headers), let time = seconds(timestamp),
            let signatures = single(.webhookSignature, headers)
        else { return nil }
        let candidates = signatures.split(separator: " ", maxSplits: Self.maximumSignatures)
            .prefix(Self.maximumSignatures)
            .compactMap { $0.hasPrefix("v1,") ? Array($0.utf8.dropFirst(3)) : nil }
        var isSigned = false
        for secret in keyring.secrets(of: source) {
            let expected = secret.signature(id: id, timestamp: timestamp, body: body)
            for candidate in candidates where Self.areEqual(expected, candidate) { isSigned = true }
        }
        guard isSigned, abs(now - time) <= tolerance else { return nil }
        return VerifiedWebhook(source: source, id: id)
    }

    private func single(_ name: HTTPField.Name, _ headers: HTTPFields) -> String? {
        let values = headers[values: name]
        return values.count == 1 ? values[0] : nil
    }

    /// No dot: it separates the signed parts, and one inside would let bytes move from one part to the next.
    private func isID(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || byte == 0x2D || byte == 0x5F
            }
    }

    private func seconds(_ text: String) -> Int64? {
        guard (1...12).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int64(text)
    }

    /// In a time that depends on the lengths only, which are public.
    static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for index in left.indices { difference |= left[index] ^ right[index] }
        return difference == 0
    }
}
