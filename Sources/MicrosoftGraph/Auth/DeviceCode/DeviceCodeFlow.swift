/// Decides when to ask again whether somebody has signed in, and when to give up (RFC 8628 §3.4 and §3.5): the rules of
/// ``DeviceCodeSignIn`` without its requests.
struct DeviceCodeFlow {
    enum Action: Equatable {
        case poll(after: Duration)
        case giveUp(DeviceCodeFailure)
    }

    /// By how much `slow_down` lengthens this and all later intervals.
    static let slowDown: Duration = .seconds(5)
    /// A lost answer doubles the interval up to this.
    static let longestBackoff: Duration = .seconds(60)

    private(set) var interval: Duration
    /// From before the code was asked for.
    let lifetime: Duration

    /// - Parameter elapsed: since the code was asked for, here as below.
    func codeIssued(at elapsed: Duration) -> Action { poll(after: interval, at: elapsed) }

    mutating func pollFailed(_ error: TokenError, at elapsed: Duration) -> Action {
        switch error.oauthError {
        case "authorization_pending": return poll(after: interval, at: elapsed)
        case "slow_down":
            interval += Self.slowDown
            return poll(after: interval, at: elapsed)
        case "authorization_declined", "access_denied": return .giveUp(.declined)
        case "expired_token", "code_expired": return .giveUp(.expired)
        default: break
        }
        guard error.verdict == .retriable, error.kind != .abandoned else { return .giveUp(.noToken(error)) }
        interval = max(interval, min(interval * 2, Self.longestBackoff))
        return poll(after: max(interval, error.retryAfter ?? .zero), at: elapsed)
    }

    private func poll(after wait: Duration, at elapsed: Duration) -> Action {
        elapsed + wait < lifetime ? .poll(after: wait) : .giveUp(.expired)
    }
}
