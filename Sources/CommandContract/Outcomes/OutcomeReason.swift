/// Why a command ended as it did: the stable codes of the contract. Consumers treat one they do not know by its status.
package enum OutcomeReason: String, Sendable, CaseIterable {
    // cancelled
    case cancelled
    case alreadyCancelled
    // checked
    case wouldCancel
    // refused: who asks, and for what
    case sourceUnknown
    case sourceDisabled
    case sourceNotAllowed
    case signatureInvalid
    case pathNotAllowed
    case rateCapExceeded
    case dryRunOnly
    case commentRequired
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
    case duplicateInProgress
    case idempotencyConflict
    // refused: what the meeting is
    case notOrganizer
    case notAMeeting
    case seriesNotConfirmed
    case meetingStarted
    case startChanged
    case eventNotFound
    // refused: what a withdraw names
    case tooLateToWithdraw
    case commandUnknown
    // failed
    case mailboxUnavailable
    case accessDenied
    case consentMissing
    case credentialInvalid
    case throttledOut
    case graphUnavailable
    case tenantPaused
    // unresolved
    case answerLost
    // withdrawn
    case withdrawn
    // undecodable
    case malformed
    case tooLarge

    package var status: OutcomeStatus {
        switch self {
        case .cancelled, .alreadyCancelled: .cancelled
        case .wouldCancel: .checked
        case .sourceUnknown, .sourceDisabled, .sourceNotAllowed, .signatureInvalid, .pathNotAllowed, .rateCapExceeded,
            .dryRunOnly, .commentRequired, .tenantUnknown, .cloudMismatch, .cloudNotServed, .permissionMissing,
            .permissionUnknown, .needsDelegated, .accountMailboxMismatch, .commentTooLong, .expired, .fieldInvalid,
            .unsupportedType, .duplicateInProgress, .idempotencyConflict, .notOrganizer, .notAMeeting,
            .seriesNotConfirmed, .meetingStarted, .startChanged, .eventNotFound, .tooLateToWithdraw, .commandUnknown:
            .refused
        case .mailboxUnavailable, .accessDenied, .consentMissing, .credentialInvalid, .throttledOut, .graphUnavailable,
            .tenantPaused:
            .failed
        case .answerLost: .unresolved
        case .withdrawn: .withdrawn
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
