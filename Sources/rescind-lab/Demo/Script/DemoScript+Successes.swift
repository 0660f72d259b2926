import CommandContract
import Foundation
import GraphSimulator

/// Meetings that are cancelled, by every path and cloud.
extension DemoScript {
    mutating func success(_ kind: DemoKind) throws -> DemoCase {
        let tenant = self.tenant(kind)
        let calendar: String? =
            switch kind {
            case .otherCalendar: tenant.projectsCalendarID
            case .calendarInGroup: tenant.launchesCalendarID
            default: nil
            }
        var (draft, ids, _, start) = try meeting(kind, calendar: calendar, in: tenant)
        switch kind {
        case .byPrincipalName:
            draft.user = tenant.mailboxes.first { $0.objectID == draft.user }?.userPrincipalName ?? draft.user
        case .defaultCalendar: draft.extra = [("calendar", .string("default"))]
        case .otherCalendar:
            draft.extra = [("calendar", .object(JSONObject([("id", .string(tenant.projectsCalendarID))])))]
        case .calendarInGroup:
            draft.extra = [
                (
                    "calendar",
                    .object(
                        JSONObject([
                            ("id", .string(tenant.launchesCalendarID)), ("groupId", .string(tenant.programmesGroupID)),
                        ])
                    )
                )
            ]
        case .withComment:
            draft.extra = [
                ("comment", .string("Cancelling for this week due to all hands")),
                ("expectedStart", .string(start.rfc3339)),
            ]
        case .slow:
            simulator.addFault(
                FaultRule(event: ids.organizerEventID, operation: .cancel, delayBeforeActing: .milliseconds(1500))
            )
        default: break
        }
        let effect = DemoCase.Effect.cancelled(eventID: ids.organizerEventID, mails: 2)
        guard kind == .binaryMode || kind == .anyPartition else {
            return structured(kind, draft, .cancelled, evidence: .acknowledged, attempts: 1, effect)
        }
        // Another key is another partition, three times in four.
        let key = kind == .anyPartition ? Array("somebody's own key \(written)".utf8) : draft.key
        return DemoCase(
            kind: kind.rawValue, id: draft.id, key: key, value: JSONWriter.write(draft.data),
            headers: draft.binaryHeaders,
            reason: .cancelled, evidence: .acknowledged, attempts: 1, effect: effect
        )
    }

    /// By the sign-ins of Ada and of Dina, who may edit Ada's calendars.
    mutating func delegated(_ kind: DemoKind) throws -> DemoCase {
        let tenant = LabWorld.global
        var draft: CommandDraft
        let event: String
        switch kind {
        case .group:
            event = try simulator.addMeeting(
                tenant: tenant.id, organizer: tenant.groupID,
                attendees: tenant.mailboxes.suffix(2).map(\.userPrincipalName),
                start: now.addingTimeInterval(86_400).wholeSecond
            ).organizerEventID
            draft = self.draft(tenant: tenant.id, user: tenant.groupID, event: event)
            draft.target = JSONObject([("group", .string(tenant.groupID))])
            draft.extra = [("as", .string(LabAccounts.ada))]
        case .byDelegate:
            (draft, event) = try meetingOfAda(kind)
            draft.extra = [("as", .string(LabAccounts.dina))]
        default:
            (draft, event) = try meetingOfAda(kind)
            draft.target = JSONObject([("me", .string(LabAccounts.ada))])
        }
        return structured(
            kind, draft, .cancelled, evidence: .acknowledged, attempts: 1, .cancelled(eventID: event, mails: 2)
        )
    }

    private mutating func meetingOfAda(_ kind: DemoKind) throws -> (CommandDraft, String) {
        let tenant = LabWorld.global
        let (draft, ids, _, _) = try meeting(kind, in: tenant, organizer: tenant.mailboxes[0])
        return (draft, ids.organizerEventID)
    }

    mutating func recurring(_ kind: DemoKind) throws -> DemoCase {
        var (draft, ids, _, _) = try meeting(kind, .series(occurrences: 5))
        switch kind {
        case .occurrence:
            draft.event = ids.occurrences[Int(random.next() % 5)].id
            return structured(
                kind, draft, .cancelled, evidence: .acknowledged, attempts: 1,
                .cancelled(eventID: draft.event, mails: 2)
            )
        case .series:
            draft.extra = [("extent", .string("series"))]
            return structured(
                kind, draft, .cancelled, evidence: .acknowledged, attempts: 1,
                .cancelled(eventID: draft.event, mails: 2)
            )
        default: return structured(kind, draft, .seriesNotConfirmed, .untouched(eventID: draft.event))
        }
    }
}
