#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// The proof of an accepted request: what to quote to Microsoft's support.
package struct GraphAnswer: Hashable, Sendable {
    /// HTTP status.
    package let status: Int
    /// Graph's `request-id`.
    package let requestID: String?
    /// The `client-request-id` that was sent.
    package let clientRequestID: ClientRequestID
    /// The answer's `Date`.
    package let date: Date?

    package init(status: Int, requestID: String?, clientRequestID: ClientRequestID, date: Date?) {
        self.status = status
        self.requestID = requestID
        self.clientRequestID = clientRequestID
        self.date = date
    }
}
