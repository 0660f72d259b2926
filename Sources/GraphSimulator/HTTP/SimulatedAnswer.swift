/// An answer before it is written to the wire.
struct SimulatedAnswer: Sendable {
    var status: Int
    /// Graph's `error.code` or OAuth's `error`.
    var code: String?
    /// The number of an Entra error.
    var aadsts: Int?
    var headers: [(name: String, value: String)] = []
    /// `nil` = an empty body.
    var body: JSONValue?
    /// Sent in place of `body`, as HTML.
    var page: String?

    static func ok(_ body: JSONValue, headers: [(name: String, value: String)] = []) -> SimulatedAnswer {
        SimulatedAnswer(status: 200, headers: headers, body: body)
    }
}
