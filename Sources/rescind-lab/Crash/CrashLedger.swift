import CommandContract
import KafkaClient
import MeetingCancellation

/// All that the ledger adds to the harness: its topic, its configuration, its reader.
enum CrashLedger {
    static let name = "meeting.cancel.ledger"
    /// Lines under `limits` that, with the time-outs of requests, keep the wait before a look-up after a crash, L + R + V, at
    /// about 3 s.
    static let limits = ["requestLease: 1200ms"]

    /// - Returns: nil for a record that tells no command's state: a position, a tombstone.
    /// - Throws: for one that the product's codec cannot read.
    static func fact(_ record: KafkaRecord) throws -> LedgerFact? {
        guard case .command(let identity) = LedgerKey(record.key ?? []), let value = record.value else { return nil }
        let place = TopicPosition(partition: record.topicPartition.partition, offset: record.offset)
        let time = record.timestampMilliseconds ?? 0
        func fact(_ state: LedgerFact.State, _ attempt: Int? = nil) -> LedgerFact {
            LedgerFact(identity: identity, state: state, place: place, time: time, attempt: attempt)
        }
        switch try LedgerRecord(value, recorded: nil) {
        case .position: return nil
        case .waiting: return fact(.waiting)
        case .attempting(let kept): return fact(.attempting, kept.attempts)
        case .settled: return fact(.settled)
        }
    }
}
