import CommandContract
import Foundation
import GraphSimulator

/// What the meeting or the token refuses.
extension DemoScript {
    mutating func refusedByMeeting(_ kind: DemoKind) throws -> DemoCase {
        let start = kind == .startedMeeting ? now.addingTimeInterval(-600).wholeSecond : nil
        var (draft, ids, tenant, realStart) = try meeting(kind, start: start)
        let untouched = DemoCase.Effect.untouched(eventID: ids.organizerEventID)
        switch kind {
        case .attendee:
            let guest = tenant.mailboxes[11]
            draft.user = guest.objectID
            draft.event = ids.attendeeCopies[guest.objectID] ?? ""
            return structured(kind, draft, .notOrganizer, untouched)
        case .alreadyCancelled:
            // Everybody's copy but the organizer's goes on showing that it was.
            try simulator.cancelByHand(eventID: ids.organizerEventID)
            let guest = tenant.mailboxes[11]
            draft.user = guest.objectID
            draft.event = ids.attendeeCopies[guest.objectID] ?? ""
            return structured(
                kind, draft, .alreadyCancelled, evidence: .observed,
                .cancelled(eventID: ids.organizerEventID, mails: 2)
            )
        case .alreadyGone:
            draft.event = "AAMkNothingHere\(written)="
            return structured(kind, draft, .eventNotFound, .none)
        case .startedMeeting: return structured(kind, draft, .meetingStarted, untouched)
        case .movedMeeting:
            draft.extra = [("expectedStart", .string(realStart.addingTimeInterval(-1800).rfc3339))]
            return structured(kind, draft, .startChanged, untouched)
        case .expired:
            draft.extra = [("notAfter", .string(now.addingTimeInterval(-60).rfc3339))]
            return structured(kind, draft, .expired, untouched)
        case .missingPermission: return structured(kind, draft, .permissionMissing, untouched)
        default:
            draft.extra = [("dryRun", .bool(true))]
            return structured(kind, draft, .wouldCancel, untouched)
        }
    }
}
