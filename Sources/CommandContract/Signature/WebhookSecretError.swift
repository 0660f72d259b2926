/// A text is no Standard Webhooks signing secret. Never holds the text.
package enum WebhookSecretError: Error, Sendable, Equatable, CustomStringConvertible {
    /// It does not begin with `whsec_`.
    case prefixMissing
    /// `whsk_` or `whpk_`: a key of the asymmetric scheme, which is not served; as an HMAC key it would be public.
    case asymmetricKey
    /// What follows the prefix is not padded standard base64.
    case notBase64
    /// Not 24 to 64 bytes.
    case wrongLength(bytes: Int)

    package var description: String {
        switch self {
        case .prefixMissing: "a webhook secret must begin with whsec_"
        case .asymmetricKey: "whsk_ and whpk_ are keys of the v1a scheme, which is not served; use a whsec_ secret"
        case .notBase64: "a webhook secret must be whsec_ and base64 with its padding, without line ends"
        case .wrongLength(let bytes): "a webhook secret must hold 24 to 64 bytes, not \(bytes)"
        }
    }
}
