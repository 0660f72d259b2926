import CoreMetrics
import Testing

@testable import HTTPService

@Suite("Metrics")
struct MetricRegistryTests {
    private func text(_ registry: MetricRegistry) -> String { MetricExposition.text(registry.snapshot()) }

    @Test("counters add, gauges set, histograms accumulate")
    func kinds() {
        let registry = MetricRegistry(definitions: [])
        Counter(label: "a_total", dimensions: [("x", "1")], factory: registry).increment(by: 2)
        Counter(label: "a_total", dimensions: [("x", "1")], factory: registry).increment()
        Meter(label: "b", factory: registry).set(1.5)
        for value in [0.0005, 0.05, 0.5, 1000] { Recorder(label: "c", factory: registry).record(value) }
        #expect(text(registry).contains("# TYPE a_total counter\na_total{x=\"1\"} 3\n"))
        #expect(text(registry).contains("# TYPE b gauge\nb 1.5\n"))
        #expect(
            text(registry).contains(
                """
                # TYPE c histogram
                c_bucket{le="0.001"} 1
                c_bucket{le="0.01"} 1
                c_bucket{le="0.1"} 2
                c_bucket{le="1"} 3
                c_bucket{le="10"} 3
                c_bucket{le="100"} 3
                c_bucket{le="+Inf"} 4
                c_sum 1000.5505
                c_count 4

                """))
    }

    @Test("a counter never falls; a timer is told in seconds")
    func rules() {
        let registry = MetricRegistry(definitions: [])
        let counter = registry.makeFloatingPointCounter(label: "a", dimensions: [])
        counter.increment(by: 2)
        counter.increment(by: -1)
        Timer(label: "t", factory: registry).recordNanoseconds(1_500_000_000)
        #expect(text(registry).contains("\na 2\n") && text(registry).contains("t_sum 1.5\n"))
    }

    @Test("the order in which labels are written does not make another series")
    func labelOrder() {
        let registry = MetricRegistry(definitions: [])
        Counter(label: "a", dimensions: [("x", "1"), ("y", "2")], factory: registry).increment()
        Counter(label: "a", dimensions: [("y", "2"), ("x", "1")], factory: registry).increment()
        #expect(text(registry).contains("a{x=\"1\",y=\"2\"} 2\n"))
    }

    @Test("too many label values become other, and that is counted")
    func cardinality() {
        let registry = MetricRegistry(definitions: [], maximumSeries: 3)
        for value in 0..<10 { Counter(label: "a", dimensions: [("x", "\(value)")], factory: registry).increment() }
        Counter(label: "a", dimensions: [("x", "0")], factory: registry).increment()
        let text = text(registry)
        #expect(text.contains("a{x=\"0\"} 2\n") && text.contains("a{x=\"other\"} 7\n"))
        #expect(text.split(separator: "\n").count { $0.hasPrefix("a{") } == 4)
        #expect(text.contains("rescind_metrics_overflow_total 7\n"))
    }

    @Test("a name that is taken by another kind or other labels drops the newcomer and says so")
    func clashes() {
        let registry = MetricRegistry(definitions: MetricCatalogue.all, maximumFamilies: 3)
        Counter(label: "a", factory: registry).increment()
        Meter(label: "a", factory: registry).set(7)
        Counter(label: "a", dimensions: [("x", "1")], factory: registry).increment()
        Counter(label: "rescind_assigned_partitions", factory: registry).increment()
        Counter(label: "rescind_outcomes_total", factory: registry).increment()
        Counter(label: "b", dimensions: [("x", "1"), ("x", "2")], factory: registry).increment()
        Meter(label: "process_open_fds", factory: registry).set(1)
        for name in ["c", "d", "e"] { Counter(label: name, factory: registry).increment() }
        let text = text(registry)
        #expect(text.contains("\na 1\n") && text.contains("\nc 1\n") && text.contains("\nd 1\n"))
        #expect(
            !text.contains("\ne 1") && !text.contains("process_open_fds")
                && !text.contains("\nrescind_assigned_partitions "))
        #expect(text.contains("rescind_metrics_clashes_total 7\n"))
    }

    @Test("names, values and helps cannot break the format")
    func escaping() {
        let help = MetricDefinition("9bad-name", .gauge, "a\nb\\c", unit: "")
        let registry = MetricRegistry(definitions: [help])
        Meter(label: "bad name\n{}", dimensions: [("__le\"", "a\"b\\c\nd")], factory: registry).set(1)
        Meter(label: "9x", dimensions: [("é", String(repeating: "v", count: 300))], factory: registry).set(Double.nan)
        Meter(label: "", factory: registry).set(-Double.infinity)
        let lines = text(registry).split(separator: "\n")
        #expect(lines.contains(#"bad_name___{_le_="a\"b\\c\nd"} 1"#))
        #expect(lines.contains("_9x{_=\"\(String(repeating: "v", count: 100))\"} NaN"))
        #expect(lines.contains("_ -Inf"))
    }

    @Test("a destroyed gauge is gone, a destroyed counter stays")
    func destroying() {
        let registry = MetricRegistry(definitions: [])
        let meter = Meter(label: "a", dimensions: [("p", "1")], factory: registry)
        meter.set(1)
        Meter(label: "a", dimensions: [("p", "2")], factory: registry).set(2)
        meter.destroy()
        let counter = Counter(label: "b", factory: registry)
        counter.increment()
        counter.destroy()
        #expect(!text(registry).contains("p=\"1\"") && text(registry).contains("a{p=\"2\"} 2\n"))
        #expect(text(registry).contains("\nb 1\n"))
    }
}
