#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// A Graph request that did not succeed: what happened, what may be assumed, and what Microsoft's support asks for.
///
/// Safe to print: it holds codes, numbers and request ids, never an address, an event id or Graph's `message`.
package struct GraphError: Error, Equatable, Sendable, CustomStringConvertible {
    package let kind: GraphErrorKind
    package let verdict: GraphVerdict
    /// HTTP status, when there was an answer.
    package let status: Int?
    /// The most specific error code of Graph's envelope that is known here, else its outermost one.
    package let graphCode: String?
    /// Graph's `request-id`.
    package let requestID: String?
    /// The `client-request-id` that was sent.
    package let clientRequestID: ClientRequestID
    /// The answer's `Date`.
    package let date: Date?
    /// How long Graph asks to wait; at most a day.
    package let retryAfter: Duration?
    /// What is wrong with what it asks.
    package let retryAfterFaults: Set<RetryAfterFault>
    /// A bounded text that narrows `kind` down.
    package let detail: String?

    package init(
        kind: GraphErrorKind,
        verdict: GraphVerdict,
        clientRequestID: ClientRequestID,
        status: Int? = nil,
        graphCode: String? = nil,
        requestID: String? = nil,
        date: Date? = nil,
        retryAfter: Duration? = nil,
        retryAfterFaults: Set<RetryAfterFault> = [],
        detail: String? = nil
    ) {
        self.kind = kind
        self.verdict = verdict
        self.status = status
        self.graphCode = graphCode
        self.requestID = requestID
        self.clientRequestID = clientRequestID
        self.date = date
        self.retryAfter = retryAfter
        self.retryAfterFaults = retryAfterFaults
        self.detail = detail
    }

    /// Stable camelCase code.
    package var code: String { kind.code }

    package var description: String {
        var parts = [code, verdict.rawValue]
        if let status { parts.append("status \(status)") }
        if let graphCode { parts.append(graphCode) }
        if let detail { parts.append(detail) }
        if let requestID { parts.append("request-id \(requestID)") }
        parts.append("client-request-id \(clientRequestID)")
        return "GraphError(\(parts.joined(separator: ", ")))"
    }
}
