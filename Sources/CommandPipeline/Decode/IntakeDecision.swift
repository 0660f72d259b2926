import CommandContract
import MeetingCancellation

/// What a consumed record turns out to be, before anything is asked of Graph.
enum IntakeDecision: Sendable {
    case run(AuthorizedCommand)
    case withdraw(AuthorizedWithdrawal)
    /// Decided without a request.
    case settled(CommandEnvelope?, Settlement, RoutingKey?)
    /// It may come from another than the source it names.
    case unproven(CommandEnvelope, Settlement, RoutingKey?)
    /// A tombstone: nothing to say about it.
    case skip
}
