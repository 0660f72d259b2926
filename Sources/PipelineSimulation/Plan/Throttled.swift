/// Whom Graph turns away.
package enum Throttled: Sendable, Equatable {
    /// By its number in the plan.
    case mailbox(Int)
    case tenant(Int)
    case everybody
}
