/// The configured sources and secrets cannot serve a webhook. Names sources, never a secret.
package enum WebhookKeyringError: Error, Sendable, Equatable, CustomStringConvertible {
    case sourceInvalid(FieldFault)
    case noSecret(source: String)
    /// Two sources have a secret in common. The source's name is not among the signed bytes, so either could speak as the
    /// other.
    case sharedSecret(source: String, other: String)

    package var description: String {
        switch self {
        case .sourceInvalid(let fault): "a webhook \(fault.text)"
        case .noSecret(let source): "source \(source) has no webhook secret"
        case .sharedSecret(let source, let other):
            "sources \(source) and \(other) have a webhook secret in common; give each its own"
        }
    }
}
