import FoundationEssentials

/// What a client that handles claims challenges is told to ask for.
struct ClaimsChallenge: Sendable, Hashable {
    /// Seconds since 1970; a good token was asked for with this or more.
    let notBefore: Int
    let form: ChallengeForm

    /// The JSON in base64, as `WWW-Authenticate` carries it.
    private var claims: String {
        let json: JSONValue = [
            "access_token": ["nbf": ["essential": true, "value": .string(String(notBefore))]]
        ]
        return Data(json.serialized).base64EncodedString()
    }

    func headers(authority: String) -> [String] { form.headers(authority: authority, claims: claims) }
}
