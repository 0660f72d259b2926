import HTTPService
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite("docs/metrics.md")
struct MetricsDocumentTests {
    /// Symbolic links are followed, so that a package which only links to these tests finds the same document.
    private static let file = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "docs/metrics.md")

    @Test("the document is the catalogue's; RESCIND_UPDATE_DOCS=1 rewrites it")
    func document() throws {
        if ProcessInfo.processInfo.environment["RESCIND_UPDATE_DOCS"] == "1" {
            try Data(Self.text.utf8).write(to: Self.file)
        }
        let found = try String(decoding: Data(contentsOf: Self.file), as: UTF8.self)
        #expect(found == Self.text, "docs/metrics.md differs from MetricCatalogue; RESCIND_UPDATE_DOCS=1 rewrites it")
    }

    private static var text: String {
        let rows = MetricCatalogue.all.map(row).joined()
        let histograms = MetricCatalogue.all.filter { $0.kind == .histogram }.map(bounds).joined()
        let alerts = MetricCatalogue.all.filter { !$0.alert.isEmpty }.map { "- `\($0.alert)`\n" }.joined()
        return """
            # Metrics

            Made from the code by its tests. `GET /metrics` on the management port, in Prometheus' text exposition format
            0.0.4.

            A metric appears with its first sample. Labels hold codes, clouds and partition numbers, never a tenant, a
            mailbox or an id. A metric that has 500 combinations of label values counts further ones under `other`. An
            alert is an example: its numbers are yours to choose.

            | name | kind | unit | labels | meaning |
            |---|---|---|---|---|
            \(rows)
            Histograms count in buckets up to and including these bounds, in seconds:

            | name | bounds |
            |---|---|
            \(histograms)
            Of the process itself, on Linux: `process_resident_memory_bytes`, `process_open_fds`,
            `process_cpu_seconds_total`, `process_start_time_seconds`, as Prometheus' own client libraries name them.

            ## Alerts

            \(alerts)
            """
    }

    private static func row(_ definition: MetricDefinition) -> String {
        let names = definition.labels.map { "`\($0)`" }.joined(separator: ", ")
        let labels = names.isEmpty ? "" : "\(names): \(definition.values)"
        return
            "| `\(definition.name)` | \(definition.kind.rawValue) | \(definition.unit) | \(labels) | \(definition.help) |\n"
    }

    private static func bounds(_ definition: MetricDefinition) -> String {
        "| `\(definition.name)` | \(definition.buckets.map { "\($0)" }.joined(separator: ", ")) |\n"
    }
}
