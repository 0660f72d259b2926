/// What a logged request for a token was about. It holds no secret, assertion or code.
package struct TokenRequestRecord: Sendable, Hashable {
    package let grant: SimulatedGrant
    /// As sent, in lower case; it need not be registered.
    package let clientID: String?
    /// The scope or resource as sent.
    package let scope: String?
    /// `alg` of the client assertion, when one was sent.
    package let algorithm: String?
    /// Whether the request said that the client handles claims challenges (`cp1`).
    package let announcesClaimsChallenges: Bool
}
