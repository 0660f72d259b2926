/// A point in civil time, in milliseconds since 1970-01-01T00:00:00Z without leap seconds: Kafka's timestamp and the
/// contract's RFC 3339 fields in one type.
package struct Timestamp: Hashable, Comparable, Sendable {
    package let milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    package static func < (left: Timestamp, right: Timestamp) -> Bool { left.milliseconds < right.milliseconds }

    /// Saturates instead of trapping: a hostile far-future time must not end the process.
    package static func + (left: Timestamp, right: Duration) -> Timestamp {
        let (seconds, attoseconds) = right.components
        let (scaled, overflowed) = seconds.multipliedReportingOverflow(by: 1000)
        let span = overflowed ? (seconds < 0 ? Int64.min : .max) : scaled
        let (withFraction, clipped) = span.addingReportingOverflow(attoseconds / 1_000_000_000_000_000)
        let total = clipped ? span : withFraction
        let (sum, clippedAgain) = left.milliseconds.addingReportingOverflow(total)
        return Timestamp(milliseconds: clippedAgain ? (total < 0 ? .min : .max) : sum)
    }

    package static func - (left: Timestamp, right: Timestamp) -> Duration {
        let (difference, overflowed) = left.milliseconds.subtractingReportingOverflow(right.milliseconds)
        return .milliseconds(overflowed ? (left < right ? Int64.min : .max) : difference)
    }
}
