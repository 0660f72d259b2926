/// The error codes that change what an answer means beyond its status.
///
/// Sources: Graph "Error responses"; the EWS `ResponseCode` page for the `Error…` names Exchange hands through. Which
/// status Graph gives the EWS names is not documented, so they are recognised under any 4xx.
enum GraphCodes {
    /// The mailbox, not the event, is out of reach.
    static let mailbox: Set<String> = [
        "ErrorMissingEmailAddress", "ErrorNonExistentMailbox", "MailboxNotEnabledForRESTAPI",
        "MailboxNotSupportedForRESTAPI", "Request_ResourceNotFound", "ResourceNotFound",
    ]

    /// The event, or that occurrence of it, does not exist (any more).
    static let item: Set<String> = [
        "ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange", "ErrorCalendarOccurrenceIsDeletedFromRecurrence",
        "ErrorItemNotFound",
    ]

    static let notOrganizer: Set<String> = ["ErrorCalendarIsNotOrganizer"]

    static let conflict: Set<String> = [
        "ErrorChangeKeyRequiredForWriteOperations", "ErrorInvalidChangeKey", "ErrorIrresolvableConflict",
        "ErrorStaleObject",
    ]

    /// Cancelling sends mail, then moves the event. These name a fault in one of the two steps or inside Exchange, and
    /// do not say what the other step did: even under a 4xx they leave the request in doubt.
    static let midway: Set<String> = [
        "ErrorADUnavailable", "ErrorCannotDeleteObject", "ErrorConnectionFailed", "ErrorInsufficientResources",
        "ErrorInternalServerError", "ErrorInternalServerTransientError", "ErrorInvalidRecipients",
        "ErrorMailboxFailover", "ErrorMailboxMoveInProgress", "ErrorMailboxStoreUnavailable",
        "ErrorMessageSizeExceeded", "ErrorMoveCopyFailed", "ErrorQuotaExceeded", "ErrorServerBusy",
        "ErrorSubmissionQuotaExceeded", "ErrorTimeoutExpired", "ErrorTooManyObjectsOpened",
    ]

    /// Codes that say nothing more than their status but are worth reporting over a vaguer outer one.
    private static let plain: Set<String> = [
        "ApplicationThrottled", "DelegatedCalendarAccessDenied", "ErrorAccessDenied", "ErrorInvalidIdMalformed",
        "ErrorInvalidRequest", "InvalidAuthenticationToken", "MailboxInfoStale", "TooManyRequests",
    ]

    static func isKnown(_ code: String) -> Bool {
        [mailbox, item, notOrganizer, conflict, midway, plain]
            .contains { $0.contains(code) }
    }
}
