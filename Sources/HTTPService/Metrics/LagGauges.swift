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
        let gone = shown.withLock { shown in
            defer { shown = Set(lags.keys) }
            return shown.subtracting(lags.keys)
        }
        for partition in gone {
            gauge(MetricCatalogue.lagRecords, partition).destroy()
            gauge(MetricCatalogue.lagSeconds, partition).destroy()
        }
        for (partition, lag) in lags {
            if let records = lag.records { gauge(MetricCatalogue.lagRecords, partition).set(records) }
            gauge(MetricCatalogue.lagSeconds, partition).set(lag.age / .seconds(1))
        }
    }

    private func gauge(_ definition: MetricDefinition, _ partition: Int32) -> Meter {
        Meter(label: definition.name, dimensions: [("partition", String(partition))], factory: factory)
    }
}
