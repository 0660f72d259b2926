/// One metric with all its series.
struct MetricFamily {
    let name: String
    let kind: MetricKind
    let help: String
    let labels: [String]
    let buckets: [Double]
    var series: [[String]: MetricSeries] = [:]

    /// - Returns: the series of these label values, and whether they had to be replaced because there are too many.
    mutating func series(_ values: [String], maximum: Int) -> (series: MetricSeries, isOverflow: Bool) {
        if let known = series[values] { return (known, false) }
        let isOverflow = !labels.isEmpty && series.count >= maximum
        let values = isOverflow ? labels.map { _ in "other" } : values
        if let known = series[values] { return (known, isOverflow) }
        let new = MetricSeries(family: name, kind: kind, buckets: buckets, labelValues: values)
        series[values] = new
        return (new, isOverflow)
    }
}
