import CommandContract

/// What an answer of Graph or Entra means for a meeting that was surely not touched by it.
enum OutcomeClassifier {
    static func reason(_ failure: ExchangeFailure) -> OutcomeReason {
        switch failure.kind {
        case .throttled: .throttledOut
        case .unauthorized: .credentialInvalid
        case .forbidden: .accessDenied
        case .notOrganizer: .notOrganizer
        case .notFound: .eventNotFound
        case .mailboxUnavailable: .mailboxUnavailable
        case .invalidRequest: .fieldInvalid
        case .cloudMismatch: .cloudMismatch
        case .unavailable, .tokenUnavailable, .leaseEnded: .graphUnavailable
        }
    }

    static func reason(_ failure: PermissionFailure) -> (OutcomeReason, detail: String?) {
        switch failure {
        case .unavailable: (.graphUnavailable, nil)
        case .credentialInvalid(let code): (.credentialInvalid, code)
        case .consentMissing(let code): (.consentMissing, code)
        case .cloudMismatch(let code): (.cloudMismatch, code)
        }
    }
}
