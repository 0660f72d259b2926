import MicrosoftGraph

/// A token for one request to Graph, and what its end has to be told to ``HolderTokens`` with.
struct HeldToken {
    let token: AccessToken
    let holder: TokenHolder
    /// The request finds out whether the holder's pause is over.
    let isProbe: Bool
}

/// Why a request goes without a token.
enum HeldTokenFailure: Error {
    case noToken(TokenError)
    /// See ``ChallengePauses``.
    case paused(Duration)
}
