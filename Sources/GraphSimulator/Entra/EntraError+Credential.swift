import FoundationEssentials

/// Why Entra does not believe that the client is who it says.
extension EntraError {
    static let credentialMissing = EntraError(
        status: 401, error: "invalid_client", number: 7_000_218,
        text: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."
    )
    static let secretWrong = EntraError(
        status: 401, error: "invalid_client", number: 7_000_215, text: "Invalid client secret provided."
    )
    static let secretExpired = EntraError(
        status: 401, error: "invalid_client", number: 7_000_222,
        text: "The provided client secret keys are expired."
    )
    static let publicClientCredential = EntraError(
        status: 401, error: "invalid_client", number: 700_025,
        text: "Client is public so neither 'client_assertion' nor 'client_secret' should be presented."
    )
    static let clientDisabled = EntraError(
        status: 400, error: "unauthorized_client", number: 7_000_112, text: "The application is disabled."
    )
    static let assertionTypeUnsupported = EntraError(
        status: 400, error: "invalid_request", number: 50027,
        text: "The 'client_assertion_type' must be '\(TokenRequest.assertionType)'."
    )
    /// Without a thumbprint there is no telling which certificate's key was used.
    static let assertionWithoutThumbprint = EntraError(
        status: 401, error: "invalid_client", number: 5_002_723,
        text: "Invalid JWT token. No certificate SHA-256 thumbprint specified in token header."
    )
    static let assertionOfAnotherClient = EntraError(
        status: 401, error: "invalid_client", number: 700_021,
        text: "Client assertion application identifier doesn't match 'client_id' parameter."
    )
    static let assertionAudience = EntraError(
        status: 401, error: "invalid_client", number: 700_023,
        text: "Client assertion audience claim does not match Realm issuer."
    )
    /// The number is ours: Microsoft documents none for it.
    static let assertionReplayed = EntraError(
        status: 401, error: "invalid_client", number: 9_990_001,
        text: "The client assertion was used before: its 'jti' is not new."
    )
    static let federatedSignature = EntraError(
        status: 401, error: "invalid_client", number: 50013,
        text: "Assertion failed signature validation. [Reason - The key was not found.]"
    )

    static func assertionMalformed(_ reason: String) -> EntraError {
        EntraError(
            status: 401, error: "invalid_client", number: 50027, text: "JWT token is invalid or malformed. \(reason)"
        )
    }

    static func assertionKey(_ reason: String) -> EntraError {
        EntraError(
            status: 401, error: "invalid_client", number: 700_027,
            text: "Client assertion contains an invalid signature. [Reason - \(reason)]"
        )
    }

    static func assertionOutOfTime(now: Date, from: Date?, until: Date?) -> EntraError {
        func text(_ date: Date?) -> String { date.map(GraphTime.timestamp) ?? "unset" }
        return EntraError(
            status: 401, error: "invalid_client", number: 700_024,
            text: "Client assertion is not within its valid time range. Current time: \(text(now)), assertion valid "
                + "from \(text(from)), expiry time of assertion \(text(until))."
        )
    }

    static func noFederatedRecord(issuer: String, subject: String, audience: String) -> EntraError {
        EntraError(
            status: 401, error: "invalid_client", number: 70021,
            text: "No matching federated identity record found for presented assertion. Assertion Issuer: '\(issuer)'."
                + " Assertion Subject: '\(subject)'. Assertion Audience: '\(audience)'."
        )
    }
}
