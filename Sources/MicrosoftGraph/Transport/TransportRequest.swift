/// One HTTP request, complete: nothing is added to it but the User-Agent and the framing.
struct TransportRequest: Sendable {
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
}
