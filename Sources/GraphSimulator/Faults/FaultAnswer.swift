/// The answer a fault gives, in Graph's envelope or, at the token endpoint, as an OAuth error.
package struct FaultAnswer: Sendable, Hashable {
    package var status: Int
    /// Graph's `error.code`, or OAuth's `error` at the token endpoint.
    package var code: String
    package var message: String
    /// Sent as it is: seconds, decimal seconds or an HTTP date.
    package var retryAfter: String?

    package init(status: Int, code: String, message: String = "A fault on demand.", retryAfter: String? = nil) {
        self.status = status
        self.code = code
        self.message = message
        self.retryAfter = retryAfter
    }
}
