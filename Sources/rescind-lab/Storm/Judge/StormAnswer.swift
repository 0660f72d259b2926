/// A command that was answered.
struct StormAnswer: Sendable, Hashable {
    let group: StormGroup
    /// When the record was written, from the beginning of the calm phase on.
    let sent: Duration
    /// Until a reader of the outcome topic had its outcome.
    let took: Duration
    let status: String
}
