/// An answer before it is written to the wire.
struct SimulatedAnswer: Sendable {
    var status: Int
    /// Graph's `error.code` or OAuth's `error`.
    var code: String?
    var headers: [(name: String, value: String)] = []
    /// `nil` = an empty body.
    var body: JSONValue?

    static func ok(_ body: JSONValue, headers: [(name: String, value: String)] = []) -> SimulatedAnswer {
        SimulatedAnswer(status: 200, headers: headers, body: body)
    }
}
