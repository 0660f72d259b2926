/// What a claims challenge of Graph's means for the token it was sent about.
package enum ClaimsChallengeEffect: Hashable, Sendable {
    /// The cache has another token, or is about to: the challenge came late.
    case replacedAlready
    /// The next request to Entra passes the challenge on.
    case willBeReplaced
    /// The token had been obtained for a challenge: Entra does not satisfy what Graph wants.
    case unsatisfied
}
