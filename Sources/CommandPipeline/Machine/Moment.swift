package import CommandContract

/// When something happened, by both clocks.
package struct Moment: Sendable, Equatable {
    /// Civil time: deadlines and `Retry-After`.
    package let now: Timestamp
    /// Time since some fixed instant, never set, suspended time included: leases and bounds.
    package let uptime: Duration

    package init(now: Timestamp, uptime: Duration) {
        self.now = now
        self.uptime = uptime
    }
}
