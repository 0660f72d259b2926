/// The JSON of a `claims` parameter, kept whole: what is not known here must reach Entra as Graph has written it.
enum ClaimsValue: Hashable, Sendable {
    case object([String: ClaimsValue])
    case array([ClaimsValue])
    case text(String)
    case integer(Int64)
    case number(Double)
    case flag(Bool)
    case null

    /// Both together: objects member by member, arrays without repetition, and of two other values the one of `other`.
    ///
    /// A `null` says nothing but "this claim, please" (OpenID Connect Core 1.0 §5.5.1), so it gives way to anything.
    func merging(_ other: ClaimsValue) -> ClaimsValue {
        switch (self, other) {
        case (.object(let mine), .object(let theirs)):
            .object(mine.merging(theirs) { $0.merging($1) })
        case (.array(let mine), .array(let theirs)):
            .array(mine + theirs.filter { !mine.contains($0) })
        case (_, .null): self
        default: other
        }
    }

    /// Without white space and with sorted names: the same claims are the same text.
    var json: String {
        switch self {
        case .object(let members):
            let sorted = members.sorted { $0.key < $1.key }
            return "{\(sorted.map { "\(JSONText.quoted($0.key)):\($0.value.json)" }.joined(separator: ","))}"
        case .array(let elements): return "[\(elements.map(\.json).joined(separator: ","))]"
        case .text(let text): return JSONText.quoted(text)
        case .integer(let number): return "\(number)"
        case .number(let number): return "\(number)"
        case .flag(let flag): return "\(flag)"
        case .null: return "null"
        }
    }
}

extension ClaimsValue: Decodable {
    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let members = try? value.decode([String: ClaimsValue].self) {
            self = .object(members)
        } else if let elements = try? value.decode([ClaimsValue].self) {
            self = .array(elements)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let flag = try? value.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? value.decode(Int64.self) {
            self = .integer(number)
        } else {
            self = .number(try value.decode(Double.self))
        }
    }
}
