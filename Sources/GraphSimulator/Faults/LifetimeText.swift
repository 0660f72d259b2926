/// A value of `expires_in` that no sound authority sends.
package enum LifetimeText: Sendable, Hashable {
    /// `nil` = the member is left out.
    case number(Int?)
    case text(String)

    var json: JSONValue {
        switch self {
        case .number(let number): number.map(JSONValue.integer) ?? .null
        case .text(let text): .string(text)
        }
    }
}
