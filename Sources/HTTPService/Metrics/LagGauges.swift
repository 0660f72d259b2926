package import CoreMetrics
import Synchronization

/// Lag by partition. A partition that has gone takes its gauges along: a last value that stays would be read as a lag that
/// never falls.
package final class LagGauges: Sendable {
    package struct Lag: Sendable, Equatable {
        /// Records behind the end of the partition.
        package let records: Int64?
        /// Age of the oldest record without a committed outcome.
        package let age: Duration

        package init(records: Int64?, age: Duration) {
            self.records = records
            self.age = age
        }
    }

    private let factory: any MetricsFactory
    private let shown = Mutex<Set<Int32>>([])

    package init(factory: any MetricsFactory) { self.factory = factory }

    /// - Parameter lags: of every partition that this worker owns now.
    package func show(_ lags: [Int32: Lag]) {
        // One scrape at a time: another that began earlier could bring back what this one has removed.
        shown.withLock { shown in
            for partition in shown.subtracting(lags.keys) {
                gauge(MetricCatalogue.lagRecords, partition).destroy()
                gauge(MetricCatalogue.lagSeconds, partition).destroy()
            }
            shown = Set(lags.keys)
            for (partition, lag) in lags { show(lag, of: partition) }
        }
    }

    private func show(_ lag: Lag, of partition: Int32) {
        let records = gauge(MetricCatalogue.lagRecords, partition)
        if let number = lag.records { records.set(number) } else { records.destroy() }
        gauge(MetricCatalogue.lagSeconds, partition).set(lag.age / .seconds(1))
    }

    private func gauge(_ definition: MetricDefinition, _ partition: Int32) -> Meter {
        Meter(label: definition.name, dimensions: [("partition", String(partition))], factory: factory)
    }
}
