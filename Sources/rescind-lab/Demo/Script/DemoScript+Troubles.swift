import CommandContract
import Foundation
import GraphSimulator

/// Graph on a bad day.
extension DemoScript {
    mutating func troubled(_ kind: DemoKind) throws -> DemoCase {
        // Who cannot be looked at afterwards has no other meeting that must be.
        let organizer = kind == .lostForGood ? LabWorld.global.mailboxes[9] : nil
        var (draft, ids, _, _) = try meeting(kind, in: organizer.map { _ in LabWorld.global }, organizer: organizer)
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
        case .lostForGood:
            simulator.addFault(FaultRule(event: event, operation: .cancel, effect: .dropAfterActing))
            let answer = FaultAnswer(status: 503, code: "serviceNotAvailable")
            simulator.addFault(
                FaultRule(mailbox: draft.user, operation: .calendarView, times: nil, effect: .answer(answer))
            )
            // Until then it looks again and again.
            draft.extra = [("notAfter", .string(now.addingTimeInterval(12).rfc3339))]
            return structured(kind, draft, .answerLost, attempts: 1, cancelled)
        default:
            simulator.addFault(FaultRule(event: event, operation: .cancel, effect: .dropAfterActing))
            return structured(kind, draft, .cancelled, evidence: .inferred, attempts: 1, cancelled)
        }
    }

    /// Graph answers no read of the meeting, for as long as the demo lasts. What may pass is waited for until the deadline, and
    /// meanwhile the whole mailbox waits.
    mutating func failing(_ kind: DemoKind) throws -> DemoCase {
        let organizer: LabMailbox? =
            switch kind {
            case .throttledForADay: LabWorld.global.mailboxes[10]
            case .unavailable: LabWorld.global.mailboxes[11]
            default: nil
            }
        var (draft, ids, _, _) = try meeting(kind, in: organizer.map { _ in LabWorld.global }, organizer: organizer)
        if organizer != nil { draft.extra = [("notAfter", .string(now.addingTimeInterval(15).rfc3339))] }
        let (reason, answer): (OutcomeReason, FaultAnswer) =
            switch kind {
            case .throttledForADay:
                (.throttledOut, FaultAnswer(status: 429, code: "ApplicationThrottled", retryAfter: "86400"))
            case .accessDenied: (.accessDenied, FaultAnswer(status: 403, code: "ErrorAccessDenied"))
            case .noMailbox: (.mailboxUnavailable, FaultAnswer(status: 404, code: "MailboxNotEnabledForRESTAPI"))
            default: (.graphUnavailable, FaultAnswer(status: 503, code: "serviceNotAvailable"))
            }
        simulator.addFault(
            FaultRule(event: ids.organizerEventID, operation: .read, times: nil, effect: .answer(answer))
        )
        return structured(kind, draft, reason, .untouched(eventID: ids.organizerEventID))
    }
}
