package import FoundationEssentials

/// The simulator's only sources of time, so that tests can expire a token or hold an answer back without sleeping.
package struct SimulatorTime: Sendable {
    /// The wall clock, for token lifetimes, meeting times and the log.
    package var now: @Sendable () -> Date

    /// Waits for a fault's delay; throws when the waiting task is cancelled.
    package var wait: @Sendable (Duration) async throws -> Void

    package init(
        now: @escaping @Sendable () -> Date,
        wait: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.now = now
        self.wait = wait
    }

    /// The machine's clock.
    package static let system = SimulatorTime(now: { Date() }, wait: { try await Task.sleep(for: $0) })
}
