import FoundationEssentials

/// A refusal of Graph: status, `error.code` and `error.message`.
struct GraphError: Error, Sendable, Hashable {
    let status: Int
    let code: String
    let message: String
    /// Seconds, for the `Retry-After` of a throttled request.
    var retryAfter: Int?
    /// What a 401 tells a client that handles claims challenges.
    var challenge: ClaimsChallenge?

    /// The envelope of <https://learn.microsoft.com/graph/errors>.
    func answer(to request: SimulatedRequest) -> SimulatedAnswer {
        let innerError: JSONValue = [
            "date": .string(GraphTime.seconds(request.arrivedAt)),
            "request-id": .string(request.requestID),
            "client-request-id": .string(request.clientRequestID ?? request.requestID),
        ]
        var headers = authenticate(at: request.cloud).map { (name: "www-authenticate", value: $0) }
        if let retryAfter { headers.append((name: "retry-after", value: String(retryAfter))) }
        return SimulatedAnswer(
            status: status,
            code: code,
            headers: headers,
            body: ["error": ["code": .string(code), "message": .string(message), "innerError": innerError]]
        )
    }

    private func authenticate(at cloud: SimulatedCloud) -> [String] {
        guard status == 401 else { return [] }
        let authority = "https://\(cloud.authorityHost)/common/oauth2/authorize"
        if let challenge { return challenge.headers(authority: authority) }
        return [
            "Bearer realm=\"\", authorization_uri=\"\(authority)\", "
                + "client_id=\"00000003-0000-0000-c000-000000000000\""
        ]
    }

    static func invalidToken(_ message: String) -> GraphError {
        GraphError(status: 401, code: "InvalidAuthenticationToken", message: message)
    }

    static func badRequest(_ message: String) -> GraphError {
        GraphError(status: 400, code: "BadRequest", message: message)
    }

    static func segmentUnknown(_ segment: String) -> GraphError {
        GraphError(
            status: 400, code: "RequestBroker--ParseUri",
            message: "Resource not found for the segment '\(segment)'."
        )
    }

    static let methodNotAllowed = GraphError(
        status: 405, code: "BadRequest",
        message: "Specified HTTP method is not allowed for the request target."
    )
    static let bodyTooLarge = GraphError(
        status: 413, code: "RequestEntityTooLarge", message: "The request body is too large."
    )
    static let meNeedsUser = badRequest("/me request is only valid with delegated authentication flow.")
    static let accessDenied = GraphError(
        status: 403, code: "ErrorAccessDenied", message: "Access is denied. Check credentials and try again."
    )
    /// An application access policy denies the mailbox.
    static let policyDenied = GraphError(
        status: 403, code: "ErrorAccessDenied", message: "Access to OData is disabled."
    )
    /// A user with the permission for shared calendars, whom the owner has not given a share.
    static let notShared = GraphError(
        status: 403, code: "DelegatedCalendarAccessDenied",
        message: "Access is denied. The calendar has not been shared with the user."
    )
    static let tooManyAtOnce = GraphError(
        status: 429, code: "ApplicationThrottled",
        message: "Application is over its MailboxConcurrency limit.", retryAfter: 1
    )
    static let itemNotFound = GraphError(
        status: 404, code: "ErrorItemNotFound", message: "The specified object was not found in the store."
    )
    static let userNotFound = GraphError(
        status: 404, code: "Request_ResourceNotFound",
        message: "ResourceNotFound: the user or group does not exist or one of its queried reference-property "
            + "objects are not present."
    )
    /// The sentence is the API page's own; the code is not documented.
    static let notOrganizer = GraphError(
        status: 400, code: "ErrorInvalidRequest",
        message: "Your request can't be completed. You need to be an organizer to cancel a meeting."
    )
}
