/// Writes metrics in Prometheus' text exposition format 0.0.4.
enum MetricExposition {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    static func text(_ families: [MetricFamily]) -> String {
        var text = ""
        for family in families where !family.series.isEmpty {
            text += "# HELP \(family.name) \(escapedHelp(family.help.isEmpty ? family.name : family.help))\n"
            text += "# TYPE \(family.name) \(family.kind.rawValue)\n"
            for (values, series) in family.series.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
                append(family, Array(zip(family.labels, values)), series.value, to: &text)
            }
        }
        return text
    }

    private static func append(
        _ family: MetricFamily, _ labels: [(String, String)], _ value: MetricSeries.Value, to text: inout String
    ) {
        guard family.kind == .histogram else {
            text += "\(family.name)\(braces(labels)) \(number(value.number))\n"
            return
        }
        var count: UInt64 = 0
        for (index, observed) in value.counts.enumerated() {
            count += observed
            let bound = index < family.buckets.count ? number(family.buckets[index]) : "+Inf"
            text += "\(family.name)_bucket\(braces(labels + [("le", bound)])) \(count)\n"
        }
        text += "\(family.name)_sum\(braces(labels)) \(number(value.number))\n"
        text += "\(family.name)_count\(braces(labels)) \(count)\n"
    }

    private static func braces(_ labels: [(String, String)]) -> String {
        labels.isEmpty ? "" : "{" + labels.map { "\($0)=\"\(escapedValue($1))\"" }.joined(separator: ",") + "}"
    }

    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }

    private static func escapedHelp(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    }

    private static func escapedValue(_ text: String) -> String { escapedHelp(text).replacing("\"", with: "\\\"") }
}
