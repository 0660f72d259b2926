/// The answer a fault gives, in Graph's envelope or, at the token endpoint, as an OAuth error.
package struct FaultAnswer: Sendable, Hashable {
    package var status: Int
    /// Graph's `error.code`, or OAuth's `error` at the token endpoint.
    package var code: String
    package var message: String
    /// The AADSTS number, at the token endpoint.
    package var aadsts: Int
    /// Sent as it is: seconds, decimal seconds or an HTTP date.
    package var retryAfter: String?

    package init(
        status: Int, code: String, message: String = "A fault on demand.", aadsts: Int = 90033,
        retryAfter: String? = nil
    ) {
        self.status = status
        self.code = code
        self.message = message
        self.aadsts = aadsts
        self.retryAfter = retryAfter
    }
}
