/// One HTTP request, complete: nothing is added to it but the User-Agent and the framing.
struct TransportRequest: Sendable, CustomStringConvertible, CustomReflectable {
    enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    let method: Method
    /// Absolute and already percent-encoded.
    let url: String
    let headers: [(name: String, value: String)]
    let body: [UInt8]?
    /// The most bytes accepted of the body of a 2xx answer.
    let answerLimit: Int

    // The headers hold the token, the body a secret or a comment, the address a mailbox.
    var description: String { "TransportRequest(\(method.rawValue))" }
    var customMirror: Mirror { Mirror(self, children: ["method": method.rawValue]) }
}
