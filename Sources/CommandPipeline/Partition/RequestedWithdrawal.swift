import CommandContract
import MeetingCancellation

/// A withdraw with the record it came from; it may have come before its command, and waits for it then.
struct RequestedWithdrawal: Sendable {
    let authorized: AuthorizedWithdrawal
    let record: ConsumedRecord
    let consumed: Timestamp
    /// It does not wait longer for its command.
    let until: Timestamp
    /// The ledger holds it.
    var isKept = false

    init(
        _ authorized: AuthorizedWithdrawal, record: ConsumedRecord, consumed: Timestamp, window: Duration
    ) {
        self.authorized = authorized
        self.record = record
        self.consumed = consumed
        // Not from its record's time: behind a backlog its command, which comes behind it, would always be late.
        until = [authorized.command.envelope.expiry].compactMap(\.self).reduce(consumed + window, min)
    }

    var offset: Int64 { record.position.offset }
    var envelope: CommandEnvelope { authorized.command.envelope }
    var identity: IdentityHash { IdentityHash(envelope.identity) }
    /// Of the command that is taken back.
    var withdrawn: IdentityHash { IdentityHash(authorized.command.withdrawn) }
    var content: ContentHash { envelope.content ?? ContentHash(type: envelope.type, data: nil) }

    /// What the ledger keeps of it while it waits.
    var kept: KeptCommand {
        var kept = KeptCommand(
            content: content, offset: offset, timestamp: record.position.timestamp, consumed: consumed,
            key: record.key, value: record.value ?? [], headers: record.headers
        )
        kept.resumesAt = until
        return kept
    }
}
