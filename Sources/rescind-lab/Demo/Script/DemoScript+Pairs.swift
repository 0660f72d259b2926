import CommandContract
import Foundation
import GraphSimulator

/// Two records of one command, and commands that are taken back.
extension DemoScript {
    /// How long a read is held so that the record behind it surely comes meanwhile.
    private static let hold: Duration = .seconds(2)

    mutating func repeated(_ kind: DemoKind) throws -> [DemoCase] {
        let (draft, ids, tenant, _) = try meeting(kind)
        let first = structured(
            kind, draft, .cancelled, evidence: .acknowledged, attempts: 1,
            .cancelled(eventID: ids.organizerEventID, mails: 2)
        )
        var second: DemoCase
        switch kind {
        case .sentTwice:
            second = structured(kind, draft, .cancelled, evidence: .acknowledged, attempts: 1, .none)
            second.second = "the second time"
            second.isLate = true
        case .sentTwiceAtOnce:
            hold(ids)
            second = structured(kind, draft, .duplicateInProgress, .none)
            second.second = "the second one"
        default:
            let organizer = tenant.mailboxes.first { $0.objectID == draft.user }
            let other = try meeting(kind, in: tenant, organizer: organizer).ids.organizerEventID
            var changed = draft
            changed.event = other
            second = structured(kind, changed, .idempotencyConflict, .untouched(eventID: other))
            second.second = "for another meeting"
        }
        second.isPrimary = false
        return [first, second]
    }

    /// Somebody else speaks in a source's name; the source's own command is done all the same, under the same id.
    mutating func forged(_ kind: DemoKind) throws -> [DemoCase] {
        var (draft, ids, _, _) = try meeting(kind)
        draft.source = LabSources.proven
        var first = structured(kind, draft, .signatureInvalid, .none)
        first.isPrimary = false
        let signature = try LabSources.keyring().signatureHeaders(
            of: draft.source, id: draft.id, time: Int64(now.timeIntervalSince1970), value: draft.structured)
        let second = DemoCase(
            kind: kind.rawValue, second: "the signed one", id: draft.id, key: draft.key, value: draft.structured,
            headers: CommandDraft.structuredHeaders + signature, reason: .cancelled, evidence: .acknowledged,
            attempts: 1,
            effect: .cancelled(eventID: ids.organizerEventID, mails: 2)
        )
        return [first, second]
    }

    mutating func takenBack(_ kind: DemoKind) throws -> [DemoCase] {
        var (draft, ids, _, _) = try meeting(kind)
        let (end, answer): (OutcomeReason, OutcomeReason)
        switch kind {
        case .withdrawn:
            hold(ids)
            (end, answer) = (.withdrawn, .withdrawn)
        case .withdrawnWhileHeld:
            draft.extra = [("notBefore", .string(now.addingTimeInterval(3600).rfc3339))]
            (end, answer) = (.withdrawn, .withdrawn)
        case .withdrawnBeforehand: (end, answer) = (.withdrawn, .withdrawn)
        default:
            draft.extra = [("comment", .string(String(repeating: "a", count: 2001)))]
            (end, answer) = (.commentTooLong, .tooLateToWithdraw)
        }
        let first = structured(kind, draft, end, .untouched(eventID: ids.organizerEventID))
        var second = structured(kind, withdraw(of: draft.id, like: draft), answer, .none)
        second.second = "its withdraw"
        return kind == .withdrawnBeforehand ? [second, first] : [first, second]
    }

    /// Another command names the meeting while the first one is worked on.
    mutating func collapsed(_ kind: DemoKind) throws -> [DemoCase] {
        let (draft, ids, _, _) = try meeting(kind)
        hold(ids)
        let first = structured(
            kind, draft, .cancelled, evidence: .acknowledged, attempts: 1,
            .cancelled(eventID: ids.organizerEventID, mails: 2))
        var other = draft
        other.id += "-again"
        var second = structured(kind, other, .alreadyCancelled, evidence: .acknowledged, .none)
        second.second = "the second command"
        return [first, second]
    }

    mutating func withdrawOfNothing(_ kind: DemoKind) -> DemoCase {
        let tenant = self.tenant(kind)
        let draft = draft(tenant: tenant.id, user: tenant.mailboxes[0].objectID, event: "")
        return structured(kind, withdraw(of: "never-sent-\(written)", like: draft), .commandUnknown, .none)
    }

    private func withdraw(of id: String, like draft: CommandDraft) -> CommandDraft {
        var withdraw = draft
        withdraw.id = "withdraw-\(written)"
        withdraw.type = WithdrawCommand.type
        withdraw.withdrawn = id
        withdraw.extra = []
        return withdraw
    }

    private func hold(_ ids: MeetingIDs) {
        simulator.addFault(
            FaultRule(event: ids.organizerEventID, operation: .read, delayBeforeActing: Self.hold))
    }
}
