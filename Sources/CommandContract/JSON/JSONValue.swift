/// A JSON document (RFC 8259) as read or to be written: members keep their order, numbers keep their spelling.
///
/// Numbers stay text because the contract has no fractional field: whoever wants an integer asks for one, and nothing is
/// rounded on the way.
package enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    /// The number exactly as spelled in the document.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)

    package static func integer(_ value: some BinaryInteger) -> JSONValue { .number(String(value)) }

    /// What the value is called in an error message.
    package var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
