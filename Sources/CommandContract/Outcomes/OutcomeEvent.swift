import Crypto

/// One outcome as it is published: a CloudEvent in structured mode, one per consumed record.
package struct OutcomeEvent: Sendable, Equatable {
    package static let schema = "urn:rescind:schema:meeting.outcome:v1"

    /// The worker that decided: `/rescind/<group.id>`.
    package let source: String
    package let position: RecordPosition
    /// nil for an undecodable record.
    package let envelope: CommandEnvelope?
    package let reason: OutcomeReason
    /// False for what only repeats or refuses a repetition: another outcome of the same command counts.
    package var isPrimary: Bool
    /// What happened and who must do what, with the field or code at fault.
    package let message: String
    package var evidence: OutcomeEvidence?
    /// The earlier command that cancelled the meeting, of whatever source.
    package var cancelledBy: CommandIdentity?
    package var meeting: MeetingFacts?
    /// Cancel requests that may have left the process.
    package var attempts: Int
    package var graph: GraphTrace?
    package let timing: OutcomeTiming

    package init(
        source: String, position: RecordPosition, envelope: CommandEnvelope?, reason: OutcomeReason,
        isPrimary: Bool = true,
        message: String,
        evidence: OutcomeEvidence? = nil, meeting: MeetingFacts? = nil, attempts: Int = 0, graph: GraphTrace? = nil,
        timing: OutcomeTiming
    ) {
        self.source = source
        self.position = position
        self.envelope = envelope
        self.reason = reason
        self.isPrimary = isPrimary
        self.message = message
        self.evidence = evidence
        self.meeting = meeting
        self.attempts = attempts
        self.graph = graph
        self.timing = timing
    }

    /// Hash of the record's topic, partition, offset and timestamp. The same record gives the same id however often it is
    /// processed, so consumers outside Kafka's transactions can de-duplicate on it.
    package var id: String {
        let time = position.timestamp.map { String($0.milliseconds) } ?? "-"
        let text = "\(position.topic)\n\(position.partition)\n\(position.offset)\n\(time)"
        return SHA256.hash(data: Array(text.utf8)).prefix(16).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count < 2 ? "0" + digits : digits
        }.joined()
    }
}
