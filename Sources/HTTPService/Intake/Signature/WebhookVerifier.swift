import CommandContract
import HTTPTypes

/// Checks that a request is authentic and fresh (``SignedMessage`` has the rules).
struct WebhookVerifier: Sendable {
    let keyring: WebhookKeyring
    /// Seconds, either way.
    let tolerance: Int64

    /// - Parameter now: seconds since 1970.
    /// - Returns: nil for whatever is wrong: an answer that told what would help a forger on.
    func verify(_ headers: HTTPFields, body: [UInt8], now: Int64) -> VerifiedWebhook? {
        guard let source = single(.rescindSource, headers), let id = single(.webhookID, headers),
            let timestamp = single(.webhookTimestamp, headers), let signatures = single(.webhookSignature, headers),
            let message = SignedMessage(id: id, timestamp: timestamp, signatures: signatures),
            message.isSigned(by: keyring.secrets(of: source), over: body),
            message.isFresh(at: now, tolerance: tolerance)
        else { return nil }
        return VerifiedWebhook(source: source, id: id)
    }

    private func single(_ name: HTTPField.Name, _ headers: HTTPFields) -> String? {
        let values = headers[values: name]
        return values.count == 1 ? values[0] : nil
    }
}
