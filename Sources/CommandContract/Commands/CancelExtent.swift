/// How much of a recurring meeting a command means to cancel.
package enum CancelExtent: String, Hashable, Sendable, CaseIterable {
    /// Whatever the id names, an occurrence included; a series master is refused.
    case event
    /// The whole series: the id must name its master.
    case series
}
