/// Reads Entra's refusals; what they mean is in ``EntraErrorClass``.
enum OAuthRefusal {
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
        case .throttled, .serverError, .unreadableAnswer: .retriable
        case .redirected: .permanent
        default: EntraErrorClass(oauthError: oauthError, aadsts: aadsts).verdict
        }
    }

    /// The grammar of registered OAuth errors; anything else is not repeated in a text of ours.
    static func isErrorName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { ASCII.isLetterOrDigit($0) || $0 == UInt8(ascii: "_") }
    }
}

extension TokenError {
    /// What Entra's refusal means; nil when it was not Entra's word that ended the request.
    package var entraClass: EntraErrorClass? {
        kind == .refused ? EntraErrorClass(oauthError: oauthError, aadsts: aadsts) : nil
    }

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
