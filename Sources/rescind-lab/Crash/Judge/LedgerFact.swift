import CommandContract

/// What one record of the ledger topic says of a command.
struct LedgerFact: Sendable, Hashable {
    enum State: String, Sendable {
        case waiting
        /// A cancel request may have left.
        case attempting
        case settled
    }

    let identity: IdentityHash
    let state: State
    /// Where it stands in the ledger topic.
    let place: TopicPosition
    /// Of the record, in milliseconds since 1970.
    let time: Int64
    /// Number of the attempt, when the record tells.
    var attempt: Int?
}
