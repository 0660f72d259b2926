package import CommandContract

/// What is remembered of a command that has its outcome: enough to tell a repetition and to repeat the outcome in short.
///
/// 32 bytes, since a partition remembers up to millions of them for a week.
package struct SettledCommand: Hashable, Sendable {
    package let content: ContentHash
    package let offset: Int64
    /// Low half of the record's Kafka timestamp: with the offset it names the record, also when the topic was made anew.
    package let timestampLow: UInt32
    /// Seconds since 1970 by the broker that took the ledger record; the window counts from here.
    package let settledSeconds: UInt32
    package let reason: OutcomeReason
    package let evidence: OutcomeEvidence?
    package let attempts: UInt8

    package init(
        content: ContentHash, offset: Int64, timestamp: Timestamp?, settled: Timestamp, reason: OutcomeReason,
        evidence: OutcomeEvidence?, attempts: Int
    ) {
        self.init(
            content: content, offset: offset, timestampLow: Self.low(timestamp), settled: settled, reason: reason,
            evidence: evidence, attempts: UInt8(clamping: attempts)
        )
    }

    init(
        content: ContentHash, offset: Int64, timestampLow: UInt32, settled: Timestamp, reason: OutcomeReason,
        evidence: OutcomeEvidence?, attempts: UInt8
    ) {
        self.content = content
        self.offset = offset
        self.timestampLow = timestampLow
        // Rounded up: a window must not end early.
        let (seconds, rest) = settled.milliseconds.quotientAndRemainder(dividingBy: 1000)
        settledSeconds = UInt32(clamping: rest > 0 ? seconds + 1 : seconds)
        self.reason = reason
        self.evidence = evidence
        self.attempts = attempts
    }

    /// Later than any time: of a command whose ledger record is not committed yet.
    static let notCommitted = Timestamp(milliseconds: Int64(UInt32.max) * 1000)

    func dated(_ settled: Timestamp) -> SettledCommand {
        SettledCommand(
            content: content, offset: offset, timestampLow: timestampLow, settled: settled, reason: reason,
            evidence: evidence, attempts: attempts
        )
    }

    package var settled: Timestamp { Timestamp(milliseconds: Int64(settledSeconds) * 1000) }

    /// Whether this is the outcome of that very record, and not of another one of the same command.
    package func isOf(offset: Int64, timestamp: Timestamp?) -> Bool {
        self.offset == offset && timestampLow == Self.low(timestamp)
    }

    static func low(_ timestamp: Timestamp?) -> UInt32 { UInt32(truncatingIfNeeded: timestamp?.milliseconds ?? -1) }
}
