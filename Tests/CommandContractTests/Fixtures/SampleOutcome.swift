import CommandContract

/// Outcomes as the worker makes them, with everything fixed that changes from run to run.
enum SampleOutcome {
    static let position = RecordPosition(
        topic: "meeting.cancel.commands", partition: 7, offset: 4211,
        timestamp: Timestamp(milliseconds: 1_795_339_800_000))
    static let timing = OutcomeTiming(
        consumed: Timestamp(milliseconds: 1_795_339_800_012), settled: Timestamp(milliseconds: 1_795_339_800_431))

    static func envelope() throws(FieldFault) -> CommandEnvelope {
        var envelope = CommandEnvelope(
            identity: try CommandIdentity(source: "/scheduling/rooms", id: "cmd-2026-000017"), type: CancelCommand.type)
        envelope.correlationID = "order-17"
        envelope.traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        envelope.tracestate = "rojo=00f067aa0ba902b7"
        return envelope
    }

    static func outcome(_ reason: OutcomeReason) throws(FieldFault) -> OutcomeEvent {
        let isNamed = reason.status != .undecodable
        var event = OutcomeEvent(
            source: "/rescind/rescind-worker", position: position, envelope: isNamed ? try envelope() : nil,
            reason: reason,
            message: message(reason), timing: timing)
        event.meeting = meeting(reason)
        switch reason {
        case .cancelled:
            event.evidence = .acknowledged
            event.attempts = 1
            event.graph = trace(status: 202, code: nil)
        case .alreadyCancelled:
            event.evidence = .observed
            event.cancelledBy = try CommandIdentity(source: "/scheduling/desk", id: "cmd-2026-000009")
        case .duplicateInProgress, .idempotencyConflict, .signatureInvalid: event.isPrimary = false
        case .eventNotFound: event.graph = trace(status: 404, code: "ErrorItemNotFound")
        case .accessDenied: event.graph = trace(status: 403, code: "ErrorAccessDenied")
        case .throttledOut: event.graph = trace(status: 429, code: "ApplicationThrottled")
        case .graphUnavailable: event.graph = trace(status: 503, code: "serviceNotAvailable")
        case .answerLost:
            event.attempts = 1
            event.graph = trace(status: nil, code: nil)
        default: break
        }
        return event
    }

    /// Of a command that was sent again out of the dead letters.
    static func replayed() throws(FieldFault) -> OutcomeEvent {
        let chain = ReplayOrigin(id: "cmd-2026-000017", attempts: 1)
        var envelope = CommandEnvelope(
            identity: try CommandIdentity(source: "/scheduling/rooms", id: chain.id + "~r1"), type: CancelCommand.type)
        envelope.replay = chain
        return OutcomeEvent(
            source: "/rescind/rescind-worker", position: position, envelope: envelope, reason: .cancelled,
            message: message(.cancelled), evidence: .observed, timing: timing
        )
    }

    /// The explanation, with the field in front where one is at fault.
    private static func message(_ reason: OutcomeReason) -> String {
        let explanation = "\(reason.explanation.meaning) \(reason.explanation.remedy)"
        return switch reason {
        case .fieldInvalid: "data.event.id: is required. " + explanation
        case .unsupportedType: "type: must be \(CancelCommand.type) or \(WithdrawCommand.type). " + explanation
        case .malformed: "value: the document ends too early (byte 12). " + explanation
        case .permissionMissing: explanation + " " + permission + adminConsent
        case .permissionUnknown: explanation + " " + permission + scopeTest
        default: explanation
        }
    }

    private static let permission =
        "Permission: Calendars.ReadWrite (application, ef54d2bf-783f-4e0f-bca1-3210c0444d99). "
    private static let adminConsent =
        "Admin consent: https://login.microsoftonline.com/8f5c0d3e-1b2a-4c5d-9e8f-0a1b2c3d4e5f/adminconsent"
        + "?client_id=c0000000-0000-4000-8000-000000000001"
    private static let scopeTest =
        "In Exchange Online PowerShell: Test-ServicePrincipalAuthorization "
        + "-Identity c0000000-0000-4000-8000-000000000001 -Resource <mailbox>"

    /// How much is known of the meeting depends on how far the command came.
    private static func meeting(_ reason: OutcomeReason) -> MeetingFacts? {
        switch reason {
        case .malformed, .tooLarge, .fieldInvalid, .unsupportedType, .sourceUnknown, .sourceDisabled, .signatureInvalid,
            .rateCapExceeded, .dryRunOnly, .commentRequired, .tenantUnknown, .duplicateInProgress, .idempotencyConflict,
            .tooLateToWithdraw, .commandUnknown:
            return nil
        default: break
        }
        var facts = MeetingFacts(
            cloud: "global", tenant: "8f5c0d3e-1b2a-4c5d-9e8f-0a1b2c3d4e5f", mailbox: "ada@contoso.example",
            eventID: "AAMkAGI1AAAt9AHjAAA=")
        switch reason {
        case .cancelled, .alreadyCancelled, .wouldCancel, .notOrganizer, .notAMeeting, .seriesNotConfirmed,
            .meetingStarted,
            .startChanged,
            .answerLost, .throttledOut:
            facts.iCalUId = "040000008200E00074C5B7101A82E00800000000"
            facts.type = reason == .seriesNotConfirmed ? "seriesMaster" : "singleInstance"
            facts.start = Timestamp(milliseconds: 1_795_426_200_000)
        default: break
        }
        return facts
    }

    private static func trace(status: Int?, code: String?) -> GraphTrace {
        GraphTrace(
            status: status, code: code, requestID: status.map { _ in "5a0f7a44-3d8e-4d35-9a0e-6c1f2b3d4e5f" },
            clientRequestID: "c1d7e0aa-93c2-5b4f-8a11-0d9e8f7a6b5c",
            date: status.map { _ in "Sun, 22 Nov 2026 09:30:00 GMT" })
    }
}
