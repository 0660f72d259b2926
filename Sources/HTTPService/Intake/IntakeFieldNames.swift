import HTTPTypes

extension HTTPField.Name {
    // safe: the four are valid field names (RFC 9110 §5.1), so the failable initializer does not fail.
    static let webhookID = HTTPField.Name("webhook-id")!
    static let webhookTimestamp = HTTPField.Name("webhook-timestamp")!
    static let webhookSignature = HTTPField.Name("webhook-signature")!
    static let rescindSource = HTTPField.Name("rescind-source")!
}
