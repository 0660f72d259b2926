import CommandContract

/// Why a request was not accepted, as a problem document (RFC 9457) says it. Never holds a value from the request.
struct IntakeProblem: Error, Sendable, Equatable {
    let status: Int
    /// Stable, camelCase.
    let code: String
    /// What is wrong and what to do, in one sentence.
    let title: String
    var field: String?
    var rule: String?
    /// Seconds after which the same request may succeed.
    var retryAfter: Int?

    static let notFound = IntakeProblem(
        status: 404, code: "notFound", title: "Only POST /v1/cancellations, without a query, is served here."
    )
    static let methodNotAllowed = IntakeProblem(
        status: 405, code: "methodNotAllowed", title: "Commands are sent by POST."
    )
    static let targetInvalid = IntakeProblem(
        status: 400, code: "targetInvalid", title: "The request target must be a path."
    )
    static let tooLarge = IntakeProblem(status: 413, code: "tooLarge", title: "The command is larger than the limit.")
    /// The one answer for every doubt about who sent this and when.
    static let signatureInvalid = IntakeProblem(
        status: 401, code: "signatureInvalid",
        title: "The source is unknown, the signature does not hold, or the time is off."
    )
    static let mediaTypeUnsupported = IntakeProblem(
        status: 415, code: "mediaTypeUnsupported",
        title: "Send application/json or application/cloudevents+json in UTF-8, one command a request."
    )
    static let encodingUnsupported = IntakeProblem(
        status: 415, code: "encodingUnsupported", title: "Send the body without Content-Encoding."
    )
    static let idempotencyConflict = IntakeProblem(
        status: 409, code: "idempotencyConflict",
        title: "This webhook-id was accepted with another body; send another command under another id."
    )

    static func inProgress(retryAfter: Int) -> IntakeProblem {
        IntakeProblem(
            status: 503, code: "duplicateInProgress", title: "The same request is being stored; ask again.",
            retryAfter: retryAfter
        )
    }

    static func unavailable(retryAfter: Int) -> IntakeProblem {
        IntakeProblem(
            status: 503, code: "unavailable",
            title: "The command could not be stored now; send it again under the same webhook-id.",
            retryAfter: retryAfter
        )
    }

    static func invalid(_ reason: OutcomeReason, field: String, rule: String) -> IntakeProblem {
        IntakeProblem(
            status: 400, code: reason.rawValue, title: "The command breaks a rule of the contract.", field: field,
            rule: rule
        )
    }

    var document: [UInt8] {
        JSONWriter.write(
            .object(
                JSONObject([
                    ("title", .string(title)), ("status", .integer(status)), ("code", .string(code)),
                    ("field", field.map { .string($0) }), ("rule", rule.map { .string($0) }),
                ])
            )
        )
    }
}
