import FoundationEssentials

/// A refusal of the token or metadata endpoint: RFC 6749 §5.2 with Entra's AADSTS number.
struct EntraError: Error, Sendable, Hashable {
    let status: Int
    /// The OAuth `error`.
    let error: String
    let number: Int
    let text: String

    /// The answer; `traceID` becomes `trace_id` and `correlation_id`.
    func answer(now: Date, traceID: String) -> SimulatedAnswer {
        SimulatedAnswer(
            status: status,
            code: error,
            headers: [("cache-control", "no-store")],
            body: [
                "error": .string(error),
                "error_description": .string("AADSTS\(number): \(text)"),
                "error_codes": [.integer(number)],
                "timestamp": .string(GraphTime.timestamp(now)),
                "trace_id": .string(traceID),
                "correlation_id": .string(traceID),
            ]
        )
    }

    static func parameterMissing(_ name: String) -> EntraError {
        EntraError(
            status: 400, error: "invalid_request", number: 900144,
            text: "The request body must contain the following parameter: '\(name)'."
        )
    }

    static let tenantUnknown = EntraError(
        status: 400, error: "invalid_request", number: 90002, text: "Tenant not found in this cloud."
    )
    /// The metadata endpoint names the same finding differently.
    static let metadataTenantUnknown = EntraError(
        status: 400, error: "invalid_tenant", number: 90002, text: "Tenant not found in this cloud."
    )
    static let grantUnsupported = EntraError(
        status: 400, error: "unsupported_grant_type", number: 70003, text: "The grant type is not supported."
    )
    static let clientUnknown = EntraError(
        status: 400, error: "unauthorized_client", number: 700016,
        text: "The application was not found in the directory of this tenant."
    )
    static let credentialMissing = EntraError(
        status: 401, error: "invalid_client", number: 7_000_218,
        text: "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."
    )
    static let secretWrong = EntraError(
        status: 401, error: "invalid_client", number: 7_000_215, text: "Invalid client secret provided."
    )
    static let scopeInvalid = EntraError(
        status: 400, error: "invalid_scope", number: 1_002_012,
        text: "The provided value for the scope is not valid. Client credential flows must have a scope value "
            + "with /.default suffixed to the resource identifier of this cloud."
    )
    static let resourceUnknown = EntraError(
        status: 400, error: "invalid_resource", number: 500_011,
        text: "The resource principal was not found in the tenant."
    )
    static let publicClientCredential = EntraError(
        status: 401, error: "invalid_client", number: 700_025,
        text: "Client is public so neither 'client_assertion' nor 'client_secret' should be presented."
    )
    static let refreshTokenUnknown = EntraError(
        status: 400, error: "invalid_grant", number: 70008, text: "The refresh token has expired or was revoked."
    )
    static let refreshTokenExpired = EntraError(
        status: 400, error: "invalid_grant", number: 700_082,
        text: "The refresh token has expired due to inactivity."
    )
}
