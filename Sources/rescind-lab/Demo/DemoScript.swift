import CommandContract
import Foundation
import GraphSimulator

/// Writes the demo's cases: each kind once, then, when more are asked for, kinds drawn by the seed.
struct DemoScript {
    private let simulator: GraphSimulator
    private var random: SeededGenerator
    private let now: Date
    private var written = 0

    init(simulator: GraphSimulator, seed: UInt64, now: Date) {
        self.simulator = simulator
        self.now = now
        random = SeededGenerator(seed: seed)
    }

    mutating func cases(_ count: Int) throws -> [DemoCase] {
        try (0..<count).map { index in
            let all = DemoKind.allCases
            return try write(index < all.count ? all[index] : all.randomElement(using: &random) ?? .global)
        }
    }

    // MARK: One case

    private mutating func write(_ kind: DemoKind) throws -> DemoCase {
        written += 1
        switch kind {
        case .global, .usGovL4, .usGovL5, .china21Vianet, .byPrincipalName, .defaultCalendar, .otherCalendar,
            .calendarInGroup, .binaryMode, .withComment, .slow:
            return try success(kind)
        case .occurrence, .series, .seriesUnconfirmed: return try recurring(kind)
        case .throttledOnce, .failingOnce, .answerLost: return try troubled(kind)
        case .attendee, .alreadyGone, .startedMeeting, .movedMeeting, .expired, .dryRun, .missingPermission:
            return try refusedByMeeting(kind)
        case .unknownTenant, .sourceUnknown, .sourceNotAllowed, .wrongCloud, .unknownField, .badID, .malformed,
            .unsupportedType:
            return try refusedByReading(kind)
        }
    }

    private mutating func tenant(_ kind: DemoKind) -> LabTenant {
        switch kind {
        case .global: LabWorld.global
        case .usGovL4: LabWorld.usGovL4
        case .usGovL5: LabWorld.usGovL5
        case .china21Vianet: LabWorld.china21Vianet
        case .missingPermission: LabWorld.restricted
        default: LabWorld.tenant(in: SimulatedCloud.allCases.randomElement(using: &random) ?? .global)
        }
    }

    /// A fresh meeting with two attendees, and the command that would cancel it.
    private mutating func meeting(
        _ kind: DemoKind, _ meetingKind: MeetingKind = .singleInstance, start: Date? = nil, calendar: String? = nil,
        in tenant: LabTenant? = nil
    ) throws -> (draft: CommandDraft, ids: MeetingIDs, tenant: LabTenant, start: Date) {
        let tenant = tenant ?? self.tenant(kind)
        let people = tenant.mailboxes
        // Only Ada has calendars beside the default one.
        let organizer = calendar == nil ? people[Int(random.next() % 8)] : people[0]
        let guests = people.filter { $0 != organizer }.suffix(2).map(\.userPrincipalName)
        let start = start ?? now.addingTimeInterval(Double(3600 * (24 + random.next() % 240))).wholeSecond
        let ids = try simulator.addMeeting(
            tenant: tenant.id, organizer: organizer.userPrincipalName, attendees: guests, start: start,
            kind: meetingKind,
            calendarID: calendar
        )
        let draft = CommandDraft(
            id: "demo-\(written)", tenant: tenant.id, user: organizer.objectID, event: ids.organizerEventID
        )
        return (draft, ids, tenant, start)
    }

    private func structured(
        _ kind: DemoKind, _ draft: CommandDraft, _ reason: OutcomeReason, evidence: OutcomeEvidence? = nil,
        attempts: Int = 0, _ effect: DemoCase.Effect
    ) -> DemoCase {
        DemoCase(
            kind: kind.rawValue, key: draft.key, value: draft.structured, headers: CommandDraft.structuredHeaders,
            reason: reason, evidence: evidence, attempts: attempts, effect: effect
        )
    }

    private mutating func success(_ kind: DemoKind) throws -> DemoCase {
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
        guard kind == .binaryMode else {
            return structured(kind, draft, .cancelled, evidence: .acknowledged, attempts: 1, effect)
        }
        return DemoCase(
            kind: kind.rawValue, key: draft.key, value: JSONWriter.write(draft.data), headers: draft.binaryHeaders,
            reason: .cancelled, evidence: .acknowledged, attempts: 1, effect: effect
        )
    }

    private mutating func recurring(_ kind: DemoKind) throws -> DemoCase {
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

    private mutating func troubled(_ kind: DemoKind) throws -> DemoCase {
        let (draft, ids, _, _) = try meeting(kind)
        let event = ids.organizerEventID
        let cancelled = DemoCase.Effect.cancelled(eventID: event, mails: 2)
        switch kind {
        case .throttledOnce:
            let answer = FaultAnswer(status: 429, code: "ApplicationThrottled", retryAfter: "1")
            simulator.addFault(FaultRule(event: event, operation: .cancel, effect: .answer(answer)))
            return structured(kind, draft, .cancelled, evidence: .acknowledged, attempts: 2, cancelled)
        case .failingOnce:
            let answer = FaultAnswer(status: 503, code: "serviceNotAvailable")
            simulator.addFault(FaultRule(event: event, operation: .cancel, effect: .answer(answer)))
            return structured(kind, draft, .cancelled, evidence: .acknowledged, attempts: 2, cancelled)
        default:
            simulator.addFault(FaultRule(event: event, operation: .cancel, effect: .dropAfterActing))
            return structured(kind, draft, .cancelled, evidence: .inferred, attempts: 1, cancelled)
        }
    }

    private mutating func refusedByMeeting(_ kind: DemoKind) throws -> DemoCase {
        let start = kind == .startedMeeting ? now.addingTimeInterval(-600).wholeSecond : nil
        var (draft, ids, tenant, realStart) = try meeting(kind, start: start)
        let untouched = DemoCase.Effect.untouched(eventID: ids.organizerEventID)
        switch kind {
        case .attendee:
            let guest = tenant.mailboxes[11]
            draft.user = guest.objectID
            draft.event = ids.attendeeCopies[guest.objectID] ?? ""
            return structured(kind, draft, .notOrganizer, untouched)
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

    private mutating func refusedByReading(_ kind: DemoKind) throws -> DemoCase {
        var (draft, ids, tenant, _) = try meeting(kind)
        let untouched = DemoCase.Effect.untouched(eventID: ids.organizerEventID)
        switch kind {
        case .unknownTenant:
            draft.tenant = "99999999-0000-4000-8000-000000000000"
            return structured(kind, draft, .tenantUnknown, untouched)
        case .sourceUnknown:
            draft.source = "/lab/stranger"
            return structured(kind, draft, .sourceUnknown, untouched)
        case .sourceNotAllowed:
            draft.tenant = LabStack.closedTenant.id
            return structured(kind, draft, .sourceNotAllowed, untouched)
        case .wrongCloud:
            let other = SimulatedCloud.allCases.first { $0 != tenant.cloud } ?? .global
            draft.extra = [("cloud", .string(other.rawValue))]
            return structured(kind, draft, .cloudMismatch, untouched)
        case .unknownField:
            draft.extra = [("coment", .string("a misspelt field"))]
            return structured(kind, draft, .fieldInvalid, untouched)
        case .badID:
            draft.event = "../\(draft.event)/cancel?x#y"
            return structured(kind, draft, .fieldInvalid, untouched)
        case .unsupportedType:
            draft.type = "meeting.command.move.v1"
            return structured(kind, draft, .unsupportedType, untouched)
        default:
            return DemoCase(
                kind: kind.rawValue, key: draft.key, value: draft.structured.dropLast() + Array(",}".utf8),
                headers: CommandDraft.structuredHeaders, reason: .malformed, evidence: nil, attempts: 0,
                effect: untouched
            )
        }
    }
}

extension Date {
    /// Graph's times are compared to the second in commands.
    fileprivate var wholeSecond: Date { Date(timeIntervalSince1970: timeIntervalSince1970.rounded(.down)) }

    fileprivate var rfc3339: String { Timestamp(milliseconds: Int64(timeIntervalSince1970 * 1000)).rfc3339 }
}
