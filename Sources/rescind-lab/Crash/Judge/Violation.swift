/// A broken promise, with what is needed to look into it.
struct Violation: Sendable, Hashable {
    let rule: String
    let text: String
    /// Event id, when it concerns one meeting.
    var meeting: String?
}
