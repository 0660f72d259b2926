extension OutcomeReason {
    /// What happened, and who must do what: printed by `rescind explain` and sent as the outcome's `message`.
    package struct Explanation: Sendable {
        package let meaning: String
        package let remedy: String
    }

    package var explanation: Explanation {
        let (meaning, remedy) = texts
        return Explanation(meaning: meaning, remedy: remedy)
    }

    /// One switch without a default, so that a new reason does not compile without its own words.
    private var texts: (meaning: String, remedy: String) {
        switch self {
        case .cancelled:
            (
                "The meeting is cancelled.",
                "Nothing to do."
            )
        case .alreadyCancelled:
            (
                "The meeting was cancelled already; no request of this command has acted.",
                "Nothing to do."
            )
        case .wouldCancel:
            (
                "Dry run: all checks passed and the cancellation would have been sent.",
                "Send a new command without dryRun to cancel."
            )
        case .sourceUnknown:
            (
                "No configured source has this CloudEvents source.",
                "The operator adds it under sources, or the sender corrects its source attribute."
            )
        case .sourceDisabled:
            (
                "This source is switched off by its enabled: false.",
                "The operator sets enabled: true when it may cancel again; then the sender sends a new command."
            )
        case .sourceNotAllowed:
            (
                "This source may not cancel in this tenant or mailbox, or may not say what the command says there.",
                "The operator extends the source's tenants, mailboxes, allow.series or allow.started if that is meant."
            )
        case .signatureInvalid:
            (
                "Nobody has proven that this source sent the record: its signature is missing or does not hold.",
                "The sender signs the structured event with its source's secret when it sends it; the operator compares "
                    + "webhookSecretFiles."
            )
        case .pathNotAllowed:
            (
                "This path is not offered for this kind of mailbox or account, or not to this source.",
                "The sender addresses a group by its events or default calendar, and a personal account by target.me; the "
                    + "operator extends the source's allow.paths if that is meant."
            )
        case .rateCapExceeded:
            (
                "This source has sent more commands than its perMinute or perDay lets through.",
                "The sender slows down and sends a new command later, or the operator raises the cap."
            )
        case .dryRunOnly:
            (
                "This source may only try: its commands must say dryRun.",
                "The sender says dryRun true, or the operator removes the source's dryRunOnly."
            )
        case .commentRequired:
            (
                "This source's commands must tell the attendees why, and this one has no comment.",
                "The sender writes one and sends a new command."
            )
        case .tenantUnknown:
            (
                "No configured tenant has this GUID or domain.",
                "The operator adds it under tenants, or the sender corrects data.tenant."
            )
        case .cloudMismatch:
            (
                "The tenant is not in the cloud that the command or the configuration names.",
                "The sender removes or corrects data.cloud; the operator checks the tenant's cloud."
            )
        case .cloudNotServed:
            (
                "This worker does not serve the tenant's cloud.",
                "Send the command to the worker of that cloud, or the operator adds the cloud under clouds."
            )
        case .permissionMissing:
            (
                "The token does not carry Calendars.ReadWrite.",
                "The administrator grants the application the permission, or the account signs in again and consents to it."
            )
        case .permissionUnknown:
            (
                "The token does not show its permissions, and permissionCheck is strict.",
                "Set permissionCheck: advisory to let Microsoft Graph decide."
            )
        case .needsDelegated:
            (
                "me, groups and \"as\" need an account that has signed in, and the command names none of its tenant.",
                "The sender names one in target.me or as, or addresses the organizer's mailbox with target.user alone; "
                    + "the operator lists accounts under accounts."
            )
        case .accountMailboxMismatch:
            (
                "The account's sign-in belongs to another mailbox than the one configured for it.",
                "The operator corrects the account's mailbox, or puts its owner's refresh token into refreshTokenFile."
            )
        case .commentTooLong:
            (
                "The comment is longer than limits.commentCharacters, or than the source's comment.maxCharacters.",
                "The sender shortens it and sends a new command."
            )
        case .expired:
            (
                "The command's deadline passed before the meeting could be cancelled.",
                "Send a new command if the meeting should still be cancelled."
            )
        case .fieldInvalid:
            (
                "A field of the command breaks its rule, or Microsoft Graph called the request invalid.",
                "The sender must correct what the brackets name and send a new command with a new id."
            )
        case .unsupportedType:
            (
                "The CloudEvents type is not one this worker acts on.",
                "The sender must use meeting.command.cancel.v1 or meeting.command.withdraw.v1."
            )
        case .duplicateInProgress:
            (
                "A command with this source and id is still being worked on; its own outcome comes.",
                "Nothing to do: wait for that outcome."
            )
        case .idempotencyConflict:
            (
                "Another command was sent under this source and id before.",
                "The sender must give every command an id of its own and send a new one."
            )
        case .notOrganizer:
            (
                "The mailbox is not the meeting's organizer, and only the organizer can cancel.",
                "Address the organizer's mailbox with the event id it has there."
            )
        case .notAMeeting:
            (
                "The event has no attendees, and this source may not cancel such appointments.",
                "The mailbox's owner deletes the event, or the operator sets the source's allow.appointments."
            )
        case .seriesNotConfirmed:
            (
                "extent and event do not fit: a series master needs extent \"series\", nothing else may say it.",
                "Say extent \"series\" to cancel a whole series, or name the occurrence's own id."
            )
        case .meetingStarted:
            (
                "The meeting (or the first one of its series) has started.",
                "Send a new command with allowStarted true if it should be cancelled all the same."
            )
        case .startChanged:
            (
                "The meeting does not start at expectedStart any more.",
                "Read the meeting again and decide anew."
            )
        case .eventNotFound:
            (
                "The mailbox holds no event with this id: deleted, moved, cancelled before, or another mailbox's id.",
                "Look the event up in the organizer's mailbox and send its current id."
            )
        case .tooLateToWithdraw:
            (
                "The command to be taken back was attempted before, or has its outcome; it goes on as if nobody had asked.",
                "Read that command's own outcome."
            )
        case .commandUnknown:
            (
                "No command of this source with this id was known for this mailbox, and none came while the withdraw waited.",
                "The sender corrects data.id, data.tenant and data.target, or sends a new withdraw after its command."
            )
        case .mailboxUnavailable:
            (
                "The mailbox does not exist or cannot be reached by Microsoft Graph.",
                "Check the mailbox and its licence, then send a new command."
            )
        case .accessDenied:
            (
                "Microsoft Graph denied access to this mailbox.",
                "The administrator checks consent and the application's mailbox scope, for an account also the calendar's "
                    + "sharing or the group's members; then send a new command."
            )
        case .consentMissing:
            (
                "The application has no consent in this tenant.",
                "The tenant's administrator consents, then send a new command."
            )
        case .credentialInvalid:
            (
                "Entra or Microsoft Graph refused the credential of the application or of the account.",
                "The operator checks clientId and secret file, or the account signs in again; then send a new command."
            )
        case .throttledOut:
            (
                "Microsoft Graph throttled the mailbox, and its wait goes beyond the deadline.",
                "Send a new command later."
            )
        case .graphUnavailable:
            (
                "Microsoft Graph or Entra could not be reached or kept failing until the deadline; the meeting was not touched.",
                "Send a new command later."
            )
        case .tenantPaused:
            (
                "Cancelling was paused until the deadline, for this tenant, this source or as a whole; the meeting was not touched.",
                "Send a new command after the pause; rescind status tells what is paused, why, and what ends it."
            )
        case .answerLost:
            (
                "A cancellation may have been sent, its answer was lost and the look-up was not conclusive.",
                "A person must look at the organizer's calendar; the command is in the dead letters."
            )
        case .withdrawn:
            (
                "The command was taken back before anything was attempted; no request was sent.",
                "Nothing to do; send a new command if the meeting should be cancelled after all."
            )
        case .malformed:
            (
                "The record is no CloudEvent whose source and id can be read.",
                "The sender must correct it; the original bytes are in the dead letters."
            )
        case .tooLarge:
            (
                "The record is larger than limits.commandBytes and was not read.",
                "The sender must send a smaller record; the dead letter holds it, or only its hash if it is huge."
            )
        }
    }
}
