package import FoundationEssentials

/// One logged request. It holds no token: only what the token said.
package struct RequestRecord: Sendable, Hashable {
    /// What came back to the client.
    package enum Ending: Sendable, Hashable {
        /// Not answered yet.
        case pending
        case answered(status: Int, code: String?)
        /// The connection was closed without an answer, or reset before or after a part of it was out.
        case dropped
    }

    /// Counts from 1 in order of arrival, never reused.
    package let sequence: Int
    package let time: Date
    package let cloud: SimulatedCloud
    package let method: String
    /// Path and query exactly as received.
    package let target: String
    package let clientRequestID: String?
    /// `request-id` of the answer.
    package let requestID: String
    /// Tenant GUID: from the token, from the path of a token request, or of the managed identity.
    package let tenant: String?
    /// The cloud that tenant is in.
    package var tenantCloud: SimulatedCloud?
    /// A registered client id: from the token, or of a token request.
    package let application: String?
    package let operation: SimulatedOperation
    /// Object id of the mailbox of a Graph request that was let in.
    package var mailbox: String?
    /// Requests of the application that were under way for the mailbox as this one arrived, itself included.
    package var underWay: Int?
    /// Name of the fault's effect, when one hit.
    package let fault: String?
    /// What a request for a token was about; `nil` for any other.
    package var tokenRequest: TokenRequestRecord?
    package internal(set) var ending = Ending.pending
    /// Right before the answer goes out, or the connection is closed.
    package internal(set) var endedAt: Date?
    /// `Retry-After` of the answer, as it was sent.
    package internal(set) var retryAfter: String?
    /// The AADSTS number of Entra's refusal.
    package internal(set) var aadsts: Int?
    /// Whether the request changed the world, whatever was answered.
    package internal(set) var acted = false

    package var status: Int? {
        if case .answered(let status, _) = ending { status } else { nil }
    }

    /// Whether the request went where its tenant is. L4 and L5 have one authority, and each its own Graph.
    package var isAtItsOwnCloud: Bool {
        guard let tenantCloud else { return true }
        let mayShare = operation.isOfEntra && operation != .managedIdentity
        return tenantCloud == cloud || mayShare && tenantCloud.sharesAuthority(with: cloud)
    }

    package var path: Substring { target.prefix { $0 != "?" } }
}
