/// What a metric's number means, in Prometheus' words.
package enum MetricKind: String, Sendable {
    /// Only grows while the process lives.
    case counter
    case gauge
    /// Observations counted in fixed buckets, with their sum.
    case histogram
}
