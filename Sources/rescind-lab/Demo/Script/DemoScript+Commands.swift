import CommandContract
import Foundation
import GraphSimulator

/// What the command itself gets wrong.
extension DemoScript {
    mutating func refusedByReading(_ kind: DemoKind) throws -> DemoCase {
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
            draft.tenant = MisconfiguredTenant.closed.id
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
        case .unknownAccount:
            draft.target = JSONObject([("me", .string("nobody"))])
            return structured(kind, draft, .needsDelegated, untouched)
        case .groupCalendar:
            draft.target = JSONObject([("group", .string(tenant.groupID))])
            draft.extra = [
                ("as", .string(LabAccounts.ada)),
                ("calendar", .object(JSONObject([("id", .string(tenant.projectsCalendarID))]))),
            ]
            return structured(kind, draft, .pathNotAllowed, untouched)
        case .longComment:
            draft.extra = [("comment", .string(String(repeating: "a", count: 2001)))]
            return structured(kind, draft, .commentTooLong, untouched)
        default:
            draft.type = "meeting.command.move.v1"
            return structured(kind, draft, .unsupportedType, untouched)
        }
    }

    /// What the operator does not let this source do.
    mutating func refusedBySource(_ kind: DemoKind) throws -> DemoCase {
        var (draft, ids, _, _) = try meeting(kind, guests: kind == .appointment ? 0 : 2)
        let reason: OutcomeReason
        switch kind {
        case .sourceDisabled: (draft.source, reason) = (LabSources.retired, .sourceDisabled)
        case .dryRunsOnly: (draft.source, reason) = (LabSources.trial, .dryRunOnly)
        case .commentMissing: (draft.source, reason) = (LabSources.formal, .commentRequired)
        case .capReached: (draft.source, reason) = (LabSources.flooded, .rateCapExceeded)
        case .paused:
            (draft.source, reason) = (LabSources.paused, .tenantPaused)
            draft.extra = [("notAfter", .string(now.addingTimeInterval(12).rfc3339))]
        default:
            (draft.source, reason) = (LabSources.formal, .notAMeeting)
            draft.extra = [("comment", .string("nobody is told"))]
        }
        return structured(kind, draft, reason, .untouched(eventID: ids.organizerEventID))
    }

    /// Nothing that could be told from whom it is.
    mutating func undecodable(_ kind: DemoKind) throws -> DemoCase {
        var (draft, ids, _, _) = try meeting(kind)
        if kind == .tooLarge { draft.extra = [("comment", .string(String(repeating: "a", count: 140_000)))] }
        let value = kind == .tooLarge ? draft.structured : draft.structured.dropLast() + Array(",}".utf8)
        return DemoCase(
            kind: kind.rawValue, id: nil, key: draft.key, value: value, headers: CommandDraft.structuredHeaders,
            reason: kind == .tooLarge ? .tooLarge : .malformed, evidence: nil, attempts: 0,
            effect: .untouched(eventID: ids.organizerEventID)
        )
    }

    /// What the operator got wrong; these tenants hold no meeting.
    func misconfigured(_ kind: DemoKind) -> DemoCase {
        let event = "AAMkNothingHere\(written)="
        let (tenant, reason): (String, OutcomeReason) =
            switch kind {
            case .unservedCloud: (MisconfiguredTenant.unserved.id, .cloudNotServed)
            case .unknownPermission: (MisconfiguredTenant.silent.id, .permissionUnknown)
            case .notRegistered: (MisconfiguredTenant.withoutRegistration.id, .cloudMismatch)
            case .withoutConsent: (MisconfiguredTenant.withoutConsent.id, .consentMissing)
            case .wrongSecret: (MisconfiguredTenant.withWrongSecret.id, .credentialInvalid)
            default: (LabWorld.global.id, .accountMailboxMismatch)
            }
        if kind == .withoutConsent {
            let answer = FaultAnswer(status: 400, code: "invalid_grant", message: "No consent.", aadsts: 65001)
            simulator.addFault(FaultRule(tenant: tenant, operation: .token, times: nil, effect: .answer(answer)))
        }
        var draft = draft(tenant: tenant, user: "ada@misconfigured.example", event: event)
        if reason == .accountMailboxMismatch {
            draft.target = JSONObject([("me", .string(LabAccounts.mismatched))])
        }
        return structured(kind, draft, reason, .none)
    }
}
