/// Why a command ended as it did: the stable codes of the contract. Consumers treat one they do not know by its status.
package enum OutcomeReason: String, Sendable, CaseIterable {
    // cancelled
    case cancelled
    case alreadyCancelled
    // checked
    case wouldCancel
    // refused: who asks, and for what
    case sourceUnknown
    case sourceNotAllowed
    case pathNotAllowed
    case tenantUnknown
    case cloudMismatch
    case cloudNotServed
    case permissionMissing
    case permissionUnknown
    case needsDelegated
    case accountMailboxMismatch
    case commentTooLong
    case expired
    case fieldInvalid
    case unsupportedType
    // refused: what the meeting is
    case notOrganizer
    case seriesNotConfirmed
    case meetingStarted
    case startChanged
    case eventNotFound
    // failed
    case mailboxUnavailable
    case accessDenied
    case consentMissing
    case credentialInvalid
    case throttledOut
    case graphUnavailable
    // unresolved
    case answerLost
    // undecodable
    case malformed
    case tooLarge

    package var status: OutcomeStatus {
        switch self {
        case .cancelled, .alreadyCancelled: .cancelled
        case .wouldCancel: .checked
        case .sourceUnknown, .sourceNotAllowed, .pathNotAllowed, .tenantUnknown, .cloudMismatch, .cloudNotServed,
            .permissionMissing, .permissionUnknown, .needsDelegated, .accountMailboxMismatch, .commentTooLong, .expired,
            .fieldInvalid, .unsupportedType, .notOrganizer, .seriesNotConfirmed, .meetingStarted, .startChanged,
            .eventNotFound:
            .refused
        case .mailboxUnavailable, .accessDenied, .consentMissing, .credentialInvalid, .throttledOut, .graphUnavailable:
            .failed
        case .answerLost: .unresolved
        case .malformed, .tooLarge: .undecodable
        }
    }

    /// Whether the record itself is kept in the dead letters: nobody could have known from the outcome alone what it said,
    /// or a person has to look at it.
    package var isDeadLetter: Bool {
        switch self {
        case .fieldInvalid, .unsupportedType, .answerLost, .malformed, .tooLarge: true
        default: false
        }
    }
}
