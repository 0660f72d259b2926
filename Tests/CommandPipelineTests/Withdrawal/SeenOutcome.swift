import CommandContract

/// What a test looks at in a published outcome.
struct SeenOutcome: Equatable, Sendable, CustomStringConvertible {
    let id: String
    let reason: String
    var isPrimary = true
    /// Id of the command that had cancelled the meeting.
    var cancelledBy: String?

    init(_ id: String, _ reason: OutcomeReason, isPrimary: Bool = true, by cancelledBy: String? = nil) {
        self.cancelledBy = cancelledBy
        self.id = id
        self.reason = reason.rawValue
        self.isPrimary = isPrimary
    }

    init(_ record: ContractRecord) {
        let event = record.value.flatMap { try? JSONReader.read($0) } ?? .null
        id = Self.text("subject", of: event)
        let data = Self.member("data", of: event) ?? .null
        reason = Self.text("reason", of: data)
        isPrimary = Self.member("primary", of: data) == .bool(true)
        cancelledBy = Self.member("cancelledBy", of: data).map { Self.text("id", of: $0) }
    }

    var description: String { "\(id) \(reason)\(isPrimary ? "" : ", repeated")" }

    private static func member(_ name: String, of value: JSONValue) -> JSONValue? {
        if case .object(let object) = value { object[name] } else { nil }
    }

    private static func text(_ name: String, of value: JSONValue) -> String {
        if case .string(let text)? = member(name, of: value) { text } else { "none" }
    }
}
