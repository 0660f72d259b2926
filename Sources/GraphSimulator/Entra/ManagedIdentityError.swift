/// A refusal of a machine's identity endpoint.
struct ManagedIdentityError: Error, Sendable, Hashable {
    let status: Int
    let error: String
    let text: String

    /// The two endpoints tell an error each in its own shape.
    func answer(_ form: ManagedIdentityRequest.Form) -> SimulatedAnswer {
        let body: JSONValue =
            switch form {
            case .instanceMetadata: ["error": .string(error), "error_description": .string(text)]
            case .appService: ["statusCode": .integer(status), "message": .string(text)]
            }
        return SimulatedAnswer(status: status, code: error, body: body)
    }

    static func badRequest(_ text: String) -> ManagedIdentityError {
        ManagedIdentityError(status: 400, error: "invalid_request", text: text)
    }

    static let headerWrong = ManagedIdentityError(
        status: 401, error: "unauthorized", text: "The header X-IDENTITY-HEADER is missing or wrong."
    )
    static let resourceUnknown = ManagedIdentityError(
        status: 400, error: "invalid_resource",
        text: "AADSTS500011: The resource principal was not found in the tenant."
    )
}
