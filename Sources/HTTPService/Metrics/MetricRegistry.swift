package import CoreMetrics
import Synchronization

/// The numbers of the process, for Prometheus; the back end of swift-metrics.
///
/// Bounded whatever callers do: families, series per family, and the length of every name and value.
package final class MetricRegistry: MetricsFactory {
    private struct State {
        var families: [String: MetricFamily] = [:]
        var overflowed = 0
        var clashed = 0
    }

    private let maximumSeries: Int
    private let maximumFamilies: Int
    private let definitions: [String: MetricDefinition]
    private let state = Mutex(State())

    /// - Parameter maximumSeries: combinations of label values one metric may have before new ones are counted as `other`.
    package init(
        definitions: [MetricDefinition] = MetricCatalogue.all, maximumSeries: Int = 500, maximumFamilies: Int = 200
    ) {
        self.maximumSeries = maximumSeries
        self.maximumFamilies = maximumFamilies
        self.definitions = Dictionary(definitions.map { ($0.name, $0) }) { first, _ in first }
    }

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, .counter, dimensions)
    }

    package func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        series(label, .counter, dimensions)
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, .gauge, dimensions)
    }

    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        series(label, aggregate ? .histogram : .gauge, dimensions)
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(label, .histogram, dimensions)
    }

    /// A counter stays: one that vanished and came back would read as a restart.
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}

    /// A gauge goes: its last value would be shown as the present one for ever.
    package func destroyMeter(_ handler: any MeterHandler) {
        guard let series = handler as? MetricSeries else { return }
        state.withLock { $0.families[series.family]?.series[series.labelValues] = nil }
    }

    /// Everything as it is now, by name.
    func snapshot() -> [MetricFamily] {
        let (families, overflowed, clashed) = state.withLock { (Array($0.families.values), $0.overflowed, $0.clashed) }
        return (families + [own(MetricCatalogue.overflow, overflowed), own(MetricCatalogue.clashes, clashed)])
            .sorted { $0.name < $1.name }
    }

    private func series(_ label: String, _ kind: MetricKind, _ dimensions: [(String, String)]) -> MetricSeries {
        let sorted = dimensions.map { (MetricName.label($0.0), String($0.1.prefix(100))) }.sorted { $0.0 < $1.0 }
        let name = MetricName.metric(label)
        let labels = sorted.map(\.0)
        return state.withLock { state in
            var family = state.families[name] ?? newFamily(name, kind, labels)
            let isNew = state.families[name] == nil
            guard family.kind == kind, family.labels == labels, !isNew || state.families.count < maximumFamilies,
                !isReserved(name), Set(labels).count == labels.count
            else {
                state.clashed += 1
                return MetricSeries(family: "", kind: kind, buckets: [], labelValues: [])
            }
            let (series, isOverflow) = family.series(sorted.map(\.1), maximum: maximumSeries)
            if isOverflow { state.overflowed += 1 }
            state.families[name] = family
            return series
        }
    }

    private func newFamily(_ name: String, _ kind: MetricKind, _ labels: [String]) -> MetricFamily {
        let definition = definitions[name]
        return MetricFamily(
            name: name, kind: definition?.kind ?? kind, help: definition?.help ?? "",
            labels: definition?.labels.sorted() ?? labels,
            buckets: definition?.buckets ?? [0.001, 0.01, 0.1, 1, 10, 100]
        )
    }

    private func isReserved(_ name: String) -> Bool {
        name == MetricCatalogue.overflow.name || name == MetricCatalogue.clashes.name || name.hasPrefix("process_")
    }

    private func own(_ definition: MetricDefinition, _ count: Int) -> MetricFamily {
        var family = MetricFamily(
            name: definition.name, kind: definition.kind, help: definition.help, labels: [], buckets: [])
        let (series, _) = family.series([], maximum: 1)
        series.increment(by: Int64(count))
        return family
    }
}
