package import CommandContract

/// The final word on a command.
package struct Settlement: Sendable, Equatable {
    package let reason: OutcomeReason
    /// Names a field, a permission or Graph's code.
    package var detail: String?
    /// Follows the reason's own remedy.
    package var advice: String?
    package var evidence: OutcomeEvidence?
    /// The earlier command that cancelled the meeting.
    package var cancelledBy: CommandIdentity?
    package var meeting: MeetingFacts?
    /// Cancel requests that may have left the process.
    package var attempts = 0
    package var graph: GraphTrace?

    package init(
        _ reason: OutcomeReason, detail: String? = nil, evidence: OutcomeEvidence? = nil, meeting: MeetingFacts? = nil
    ) {
        self.reason = reason
        self.detail = detail
        self.evidence = evidence
        self.meeting = meeting
    }

    package init(_ refusal: Refusal) {
        self.init(refusal.reason, detail: refusal.detail)
        advice = refusal.advice
    }

    /// What happened, the field or code at fault, and who must do what.
    package var message: String {
        let explanation = reason.explanation
        return explanation.meaning + (detail.map { " [\($0)] " } ?? " ") + explanation.remedy
            + (advice.map { " " + $0 } ?? "")
    }
}
