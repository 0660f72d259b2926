package import MeetingCancellation

/// The pipeline's bounds; most have their place in the configuration's `limits`.
package struct PipelineLimits: Sendable {
    /// What is asked of Graph at a time and in a time.
    package var lanes = LaneLimits()
    /// When a tenant's commands are held because all of them fail.
    package var breaker = BreakerLimits()
    /// Records taken in and not yet committed; the source waits beyond it.
    package var stagedRecords = 20_000
    /// Of them, those of one partition; a fuller one, or one with that part of the bytes, is paused at the source.
    package var partitionRecords = 2500
    package var stagedBytes = 64 * 1024 * 1024
    /// Records whose outcomes move in one transaction.
    package var batchRecords = 1000
    /// Key, value and headers of a command record.
    package var commandBytes = 128 * 1024
    /// A command without a deadline of its own may be acted on this long after it was recorded.
    package var defaultDeadline: Duration = .seconds(24 * 3600)
    /// A command may be held, by its `notBefore` or its source's hold, for so long from now.
    package var longestHold: Duration = .seconds(30 * 24 * 3600)
    /// A withdraw that comes before its command waits so long for it.
    package var withdrawWindow: Duration = .seconds(60)
    /// Undecodable records of a partition that most of its last ones were like; the others wait behind them.
    package var undecodablePerMinute = 60
    /// How long requests in flight may run on when their partition is revoked or the worker stops.
    package var drain: Duration = .seconds(10)
    /// How long a settled command is remembered, by the broker's time; then its identity may be used anew.
    package var idempotencyWindow: Duration = .seconds(7 * 24 * 3600)
    /// Settled commands that one partition remembers; a fuller one takes nothing in until the oldest are past the window.
    package var settledCommands = 2_000_000
    /// Commands of one partition that wait or are attempted, in the ledger; beyond it they wait in the topic.
    package var openCommands = 10_000
    package var openBytes = 16 * 1024 * 1024
    /// A partition that has not been restored from its ledger after this long is told as an alarm and by unreadiness.
    package var restoreAlarm: Duration = .seconds(60)
    /// Begin at the group's offset even where the ledger does not reach it. What lay between is taken for done.
    package var acceptsLedgerGap = false
    package var attempt = AttemptLimits()
    /// How often the worker looks at its lanes, and shows that it is alive.
    package var lookInterval: Duration = .seconds(10)

    package init() {}

    /// Of one transaction, about; a larger record goes alone.
    static let batchBytes = 16 * 1024 * 1024

    /// One partition's part of ``stagedBytes``: large records fill the room long before their number does.
    var partitionBytes: Int { Int(Double(stagedBytes) * Double(partitionRecords) / Double(max(1, stagedRecords))) }

    /// What every topic must accept: the largest record, and the framing of the batch it comes in.
    package var topicBytes: Int { deadLetterBytes + 1024 }

    /// Dead letters accept the command limit and 64 KiB for the reason (design §3).
    package var deadLetterBytes: Int { commandBytes + 64 * 1024 }
}
