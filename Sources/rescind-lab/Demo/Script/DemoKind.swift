import CommandContract
import Foundation
import GraphSimulator

/// The demo's repertoire. Each kind puts what it needs into the simulator and says what must come of its command.
enum DemoKind: String, CaseIterable, Sendable {
    case global, usGovL4, usGovL5, china21Vianet
    case byPrincipalName = "by principal name"
    case defaultCalendar = "default calendar"
    case otherCalendar = "another calendar"
    case calendarInGroup = "calendar in a group"
    case binaryMode = "binary mode"
    case withComment = "with a comment"
    case ownMailbox = "own mailbox"
    case group
    case byDelegate = "by a delegate"
    case anyPartition = "wrong partition"
    case occurrence
    case series = "series, confirmed"
    case seriesUnconfirmed = "series, not confirmed"
    case attendee
    case alreadyCancelled = "cancelled by hand"
    case alreadyGone = "unknown event"
    case startedMeeting = "started meeting"
    case movedMeeting = "moved meeting"
    case expired
    case missingPermission = "missing permission"
    case unknownTenant = "unknown tenant"
    case sourceUnknown = "unknown source"
    case sourceNotAllowed = "source not allowed"
    case sourceDisabled = "source switched off"
    case dryRunsOnly = "source of dry runs"
    case commentMissing = "comment left out"
    case capReached = "cap reached"
    case appointment
    case paused = "source paused"
    case wrongCloud = "wrong cloud"
    case unservedCloud = "cloud not served"
    case unknownPermission = "permission not shown"
    case unknownAccount = "unknown account"
    case wrongSignIn = "another's sign-in"
    case groupCalendar = "a group's other calendar"
    case notRegistered = "not registered"
    case withoutConsent = "no consent"
    case wrongSecret = "wrong secret"
    case unknownField = "unknown field"
    case badID = "id with a slash"
    case longComment = "comment too long"
    case malformed
    case tooLarge = "record too large"
    case unsupportedType = "unsupported type"
    case dryRun = "dry run"
    case slow
    case throttledOnce = "throttled once"
    case failingOnce = "failing once"
    case answerLost = "answer lost"
    case lostForGood = "answer lost for good"
    case throttledForADay = "throttled for a day"
    case unavailable = "graph down"
    case accessDenied = "access denied"
    case noMailbox = "no mailbox"
    case sentTwice = "sent twice"
    case sentTwiceAtOnce = "sent twice at once"
    case idUsedTwice = "id used twice"
    case forged
    case withdrawn
    case withdrawnTooLate = "withdrawn too late"
    case withdrawnBeforehand = "withdrawn beforehand"
    case withdrawnWhileHeld = "withdrawn while held"
    case collapsed = "two for one meeting"
    case withdrawOfNothing = "withdraw of nothing"

    /// Writes a second record, behind the first.
    var isPair: Bool {
        switch self {
        case .sentTwice, .sentTwiceAtOnce, .idUsedTwice, .forged, .withdrawn, .withdrawnTooLate, .withdrawnBeforehand,
            .withdrawnWhileHeld, .collapsed:
            true
        default: false
        }
    }
}
