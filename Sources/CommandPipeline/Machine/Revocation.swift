/// Partitions on their way out, until the group may have them.
struct Revocation: Sendable {
    let id: Int
    var assignments: [Assignment]
    /// The drain's bound is over: nothing in flight is waited for any more.
    var isOverdue = false
}
