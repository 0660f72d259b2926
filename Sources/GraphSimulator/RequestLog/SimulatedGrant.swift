/// What a client offered for a token.
package enum SimulatedGrant: String, Sendable, CaseIterable {
    /// Client credentials with a secret, or with nothing at all.
    case secret
    /// Client credentials with an assertion signed by the key of a certificate.
    case assertion
    /// Client credentials with a foreign issuer's token.
    case federated
    /// A request at a machine's identity endpoint.
    case managedIdentity
    case refreshToken
    case deviceCode
    case unknown
}
