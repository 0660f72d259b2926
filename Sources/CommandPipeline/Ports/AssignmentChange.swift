/// A rebalance as the pipeline is told of it, before it takes effect.
package enum AssignmentChange: Sendable {
    /// Paused until ``CommandSource/start(_:)``.
    case assigned([Assignment])
    /// Takes effect when ``CommandSource/revocationHandled(_:)`` is called with `id`; a lost one has taken effect already.
    case revoked([Assignment], lost: Bool, id: Int)
}
