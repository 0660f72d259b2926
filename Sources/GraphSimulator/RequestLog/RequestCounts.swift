/// Exact counts over every request since start or reset, whatever the log still holds.
package struct RequestCounts: Sendable, Hashable {
    package internal(set) var arrived = 0
    package internal(set) var dropped = 0
    /// Requests that changed the world: cancels that took effect.
    package internal(set) var acted = 0
    package internal(set) var byOperation: [SimulatedOperation: Int] = [:]
    package internal(set) var byStatus: [Int: Int] = [:]
}
