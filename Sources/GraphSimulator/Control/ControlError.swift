/// Why a control request was refused: always the caller's fault, answered 400 or 404. A scenario
/// file is refused with the same words.
struct ControlError: Error, Sendable, Hashable {
    let status: Int
    let code: String
    let message: String

    var answer: SimulatedAnswer {
        SimulatedAnswer(
            status: status, code: code, body: ["error": ["code": .string(code), "message": .string(message)]]
        )
    }

    static let routeUnknown = ControlError(
        status: 404, code: "routeUnknown", message: "The control API has no such method and path."
    )

    static func fieldInvalid(_ field: String, _ rule: String) -> ControlError {
        ControlError(status: 400, code: "fieldInvalid", message: "\(field): \(rule)")
    }

    static func world(_ error: WorldError) -> ControlError {
        ControlError(status: 400, code: error.code, message: error.description)
    }

    /// The same error with the place it was found in put before it.
    func within(_ place: String) -> ControlError {
        ControlError(
            status: status, code: code, message: code == "fieldInvalid" ? "\(place).\(message)" : "\(place): \(message)"
        )
    }
}
