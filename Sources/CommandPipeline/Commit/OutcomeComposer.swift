import CommandContract
import MeetingCancellation

/// Writes what a settled record leaves behind: its outcome event and, for some reasons, its dead letter.
struct OutcomeComposer: Sendable {
    /// `/rescind/<group.id>`
    let source: String
    let deadLetterBytes: Int

    /// A larger key is left out of the outcome: one that outgrows the outcome topic's limit would hold its partition for ever.
    private static let longestForeignKey = 1024

    private static func key(of record: ConsumedRecord) -> [UInt8]? {
        record.key.flatMap { $0.count <= longestForeignKey ? $0 : nil }
    }

    func entries(
        for record: ConsumedRecord, envelope: CommandEnvelope?, settlement: Settlement, isPrimary: Bool,
        key: RoutingKey?, timing: OutcomeTiming
    ) -> [CommitBatch.Entry] {
        var event = OutcomeEvent(
            source: source, position: record.position, envelope: envelope, reason: settlement.reason,
            isPrimary: isPrimary, message: settlement.message, evidence: settlement.evidence,
            meeting: settlement.meeting,
            attempts: settlement.attempts, graph: settlement.graph, timing: timing
        )
        event.cancelledBy = settlement.cancelledBy
        let placement: CommitBatch.Placement = key.map { .key($0.bytes) } ?? .partition(record.position.partition)
        var entries = [
            CommitBatch.Entry(
                destination: .outcomes, placement: placement,
                record: event.record(key: key?.bytes ?? Self.key(of: record))
            )
        ]
        // What only repeats an outcome is in the dead letters already, or was never to be.
        if isPrimary, settlement.reason.isDeadLetter, !PlantedFault.isOn(.deadLetterForgotten) {
            let letter = DeadLetter(
                position: record.position, key: record.key, value: record.value, headers: record.headers,
                outcome: event,
                detail: settlement.detail
            )
            entries.append(
                CommitBatch.Entry(
                    destination: .deadLetters, placement: .partition(record.position.partition),
                    record: letter.record(maximumBytes: deadLetterBytes)
                )
            )
        }
        return entries
    }
}
