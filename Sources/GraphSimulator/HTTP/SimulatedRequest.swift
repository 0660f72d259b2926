import FoundationEssentials

/// A request as the simulator judges it: the target exactly as received, and the headers that matter.
struct SimulatedRequest: Sendable {
    let cloud: SimulatedCloud
    let method: String
    /// Path and query, untouched.
    let target: String
    let authorization: String?
    let contentType: String?
    let prefer: [String]
    let clientRequestID: String?
    /// The headers of the two kinds of identity endpoints: `Metadata` and `X-IDENTITY-HEADER`.
    let metadata: String?
    let identityHeader: String?
    /// Whether an `X-Forwarded-For` shows that a proxy stood in between.
    let wasForwarded: Bool
    let body: [UInt8]
    /// Whether the body passed Graph's limit; then `body` is empty.
    let bodyTooLarge: Bool
    let arrivedAt: Date
    /// A fresh GUID: `request-id` of the answer.
    let requestID: String
    /// Random bytes for the tokens that may be issued: 32 for an access token, 32 for a refresh token.
    let tokenTag: [UInt8]

    var path: Substring { target.prefix { $0 != "?" } }
    var query: FormBody { FormBody(target.dropFirst(path.count + 1)) }
}
