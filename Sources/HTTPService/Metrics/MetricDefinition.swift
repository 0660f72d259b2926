/// One instrument of the catalogue: what it is called, what it says and how to use it.
package struct MetricDefinition: Sendable {
    package let name: String
    package let kind: MetricKind
    /// One sentence; the `# HELP` line and the table of docs/metrics.md.
    package let help: String
    package let labels: [String]
    /// Values of the labels that come from a fixed set, or where the others come from.
    package let values: String
    package let unit: String
    /// Upper bounds of a histogram's buckets, ascending, without infinity.
    package let buckets: [Double]
    /// An example of an alert in PromQL; empty when none makes sense alone.
    package let alert: String

    init(
        _ name: String, _ kind: MetricKind, _ help: String, labels: [String] = [], values: String = "", unit: String,
        buckets: [Double] = [], alert: String = ""
    ) {
        self.name = name
        self.kind = kind
        self.help = help
        self.labels = labels
        self.values = values
        self.unit = unit
        self.buckets = buckets
        self.alert = alert
    }
}
