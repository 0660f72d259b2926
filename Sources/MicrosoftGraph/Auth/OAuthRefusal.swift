/// Reads Entra's refusals: by the OAuth `error` first, by AADSTS numbers only to find the transient ones.
enum OAuthRefusal {
    /// Numbers whose text in Entra's "Error codes" page says to try again; everything else needs somebody to act.
    private static let transientNumbers: Set<Int> = [
        50033, 50087, 50196, 70012, 90006, 90012, 90024, 90033, 90055, 90090,
    ]

    static func kind(status: Int, oauthError: String?) -> TokenError.Kind {
        switch status {
        case 300..<400: .redirected
        case 429: .throttled
        case 500...: .serverError
        default: oauthError == nil ? .unreadableAnswer : .refused
        }
    }

    static func verdict(kind: TokenError.Kind, oauthError: String?, aadsts: [Int]) -> TokenError.Verdict {
        switch kind {
        case .throttled, .serverError, .unreadableAnswer: return .retriable
        case .redirected: return .permanent
        default: break
        }
        if oauthError == "temporarily_unavailable" || oauthError == "slow_down" { return .retriable }
        return aadsts.contains(where: transientNumbers.contains) ? .retriable : .permanent
    }

    /// The grammar of registered OAuth errors; anything else is not repeated in a text of ours.
    static func isErrorName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { ASCII.isLetterOrDigit($0) || $0 == UInt8(ascii: "_") }
    }
}

extension TokenError {
    /// A token request has no effect to be in doubt about, so every transport failure may be tried again.
    init(transportFailure failure: TransportFailure) {
        let kind: Kind =
            switch failure.kind {
            case .connectFailed: .connectFailed
            case .timeout: .timeout
            case .connectionLost: .connectionLost
            case .unreadable: .unreadableAnswer
            case .abandoned: .abandoned
            }
        self.init(kind: kind, verdict: .retriable, detail: failure.detail)
    }
}
