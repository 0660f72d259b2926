import CoreMetrics
import Synchronization

/// One line of numbers: a metric with one combination of label values. Every kind of swift-metrics handler in one, since
/// what a number does is the metric's kind, not the caller's.
final class MetricSeries: CounterHandler, FloatingPointCounterHandler, MeterHandler, RecorderHandler, TimerHandler {
    struct Value: Equatable {
        /// Of a counter or gauge; of a histogram the sum of its observations.
        var number = 0.0
        /// Observations per bucket, not accumulated; the last is everything above.
        var counts: [UInt64]
    }

    let family: String
    let labelValues: [String]
    private let kind: MetricKind
    private let buckets: [Double]
    private let state: Mutex<Value>

    init(family: String, kind: MetricKind, buckets: [Double], labelValues: [String]) {
        self.family = family
        self.kind = kind
        self.buckets = buckets
        self.labelValues = labelValues
        state = Mutex(Value(counts: Array(repeating: 0, count: kind == .histogram ? buckets.count + 1 : 0)))
    }

    var value: Value { state.withLock { $0 } }

    func increment(by amount: Int64) { add(Double(amount)) }
    func increment(by amount: Double) { add(amount) }
    func decrement(by amount: Double) { add(-amount) }
    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { state.withLock { $0.number = value } }
    func record(_ value: Int64) { record(Double(value)) }
    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1_000_000_000) }

    func record(_ value: Double) {
        guard kind == .histogram else { return set(value) }
        guard !value.isNaN else { return }
        let bucket = buckets.firstIndex { value <= $0 } ?? buckets.count
        state.withLock { state in
            state.number += value
            state.counts[bucket] += 1
        }
    }

    func reset() { state.withLock { $0.number = 0 } }

    /// A counter that fell would read as a restart, so it never does.
    private func add(_ amount: Double) {
        guard kind == .gauge || amount >= 0 else { return }
        state.withLock { $0.number += amount }
    }
}
