/// What went wrong, as far as a caller acts on it.
package enum GraphErrorKind: Equatable, Sendable {
    /// 429.
    case throttled
    /// 401, or a 403 with a claims challenge; `claims` is that challenge, encoded, to ask a new token with.
    case unauthorized(claims: Secret?)
    /// 401 because the token is another cloud's: no newer token of the same kind would help.
    case wrongCloud
    /// 403: permission, consent, policy or share is missing.
    case forbidden
    /// 400 to `cancel` by anybody but the organizer.
    case notOrganizer
    /// The event is not in that mailbox: moved, deleted, cancelled, or an id of another mailbox's copy.
    case itemNotFound
    /// The mailbox cannot be reached through Graph: unknown, unlicensed or on premises.
    case mailboxUnavailable
    /// The request is malformed or too large in Graph's eyes.
    case invalidRequest
    /// 409 or 412, or a store conflict: something else changed the event meanwhile.
    case conflict
    /// 5xx.
    case serverError
    /// Any other status, an unexpected success included.
    case unexpectedStatus
    /// 3xx; never followed.
    case redirected
    /// The total timeout ran out.
    case timeout
    /// No connection could be made.
    case connectFailed
    /// The connection ended before the answer was complete.
    case connectionLost
    /// The calling task was cancelled.
    case abandoned
    /// The answer exceeds the limit for its kind.
    case bodyTooLarge
    /// The answer could not be understood.
    case unreadableAnswer

    /// Stable camelCase code.
    package var code: String {
        switch self {
        case .throttled: "throttled"
        case .unauthorized: "unauthorized"
        case .wrongCloud: "wrongCloud"
        case .forbidden: "forbidden"
        case .notOrganizer: "notOrganizer"
        case .itemNotFound: "itemNotFound"
        case .mailboxUnavailable: "mailboxUnavailable"
        case .invalidRequest: "invalidRequest"
        case .conflict: "conflict"
        case .serverError: "serverError"
        case .unexpectedStatus: "unexpectedStatus"
        case .redirected: "redirected"
        case .timeout: "timeout"
        case .connectFailed: "connectFailed"
        case .connectionLost: "connectionLost"
        case .abandoned: "abandoned"
        case .bodyTooLarge: "bodyTooLarge"
        case .unreadableAnswer: "unreadableAnswer"
        }
    }
}
