/// Where a dead letter stands with the people who look after them.
enum LetterState: String, CaseIterable, Sendable {
    /// Nobody has decided about it.
    case open
    /// Its chain has come back so often that sending it again is no remedy.
    case quarantined
    /// A command was sent for it.
    case replayed
    case discarded
}
