import FoundationEssentials

/// A refusal of the token or metadata endpoint: RFC 6749 §5.2 with Entra's AADSTS number.
struct EntraError: Error, Sendable, Hashable {
    let status: Int
    /// The OAuth `error`.
    let error: String
    let number: Int
    let text: String
    var suberror: String?

    /// The answer; `traceID` becomes `trace_id` and `correlation_id`.
    func answer(now: Date, traceID: String) -> SimulatedAnswer {
        var body: [String: JSONValue] = [
            "error": .string(error),
            "error_description": .string("AADSTS\(number): \(text)"),
            "error_codes": [.integer(number)],
            "timestamp": .string(GraphTime.timestamp(now)),
            "trace_id": .string(traceID),
            "correlation_id": .string(traceID),
        ]
        body["suberror"] = suberror.map(JSONValue.string)
        return SimulatedAnswer(
            status: status, code: error, aadsts: number, headers: [("cache-control", "no-store")], body: .object(body)
        )
    }

    static func parameterMissing(_ name: String) -> EntraError {
        EntraError(
            status: 400, error: "invalid_request", number: 900144,
            text: "The request body must contain the following parameter: '\(name)'."
        )
    }

    static func parameterInvalid(_ name: String) -> EntraError {
        EntraError(
            status: 400, error: "invalid_request", number: 90100, text: "The '\(name)' parameter is empty or not valid."
        )
    }

    static let tenantUnknown = EntraError(
        status: 400, error: "invalid_request", number: 90002, text: "Tenant not found in this cloud."
    )
    /// The metadata endpoint names the same finding differently.
    static let metadataTenantUnknown = EntraError(
        status: 400, error: "invalid_tenant", number: 90002, text: "Tenant not found in this cloud."
    )
    /// The global authority knows that the tenant is another cloud's.
    static let crossCloudClient = EntraError(
        status: 400, error: "invalid_request", number: 900_382,
        text: "Confidential Client is not supported in Cross Cloud request."
    )
    static let grantUnsupported = EntraError(
        status: 400, error: "unsupported_grant_type", number: 70003, text: "The grant type is not supported."
    )
    static let clientUnknown = EntraError(
        status: 400, error: "unauthorized_client", number: 700016,
        text: "The application was not found in the directory of this tenant."
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
    static let consentMissing = EntraError(
        status: 400, error: "invalid_grant", number: 65001,
        text: "The user or administrator has not consented to use the application.", suberror: "consent_required"
    )
    static let refreshTokenUnknown = EntraError(
        status: 400, error: "invalid_grant", number: 70008, text: "The refresh token has expired or was revoked."
    )
    static let refreshTokenExpired = EntraError(
        status: 400, error: "invalid_grant", number: 700_082,
        text: "The refresh token has expired due to inactivity."
    )
}
