package import CoreMetrics

/// The worker's facts as numbers: one method a fact, the names and labels of ``MetricCatalogue`` behind it.
///
/// Labels are codes, clouds and partition numbers, never a tenant, a mailbox or an id. A metric appears with its first fact.
package struct WorkerMetrics: Sendable {
    private let factory: any MetricsFactory

    package init(factory: any MetricsFactory) { self.factory = factory }

    package func tombstoneSkipped() { count(MetricCatalogue.tombstones, [:]) }

    package func recordsTaken(count: Int) { self.count(MetricCatalogue.records, [:], by: count) }

    package func commandForwarded() { count(MetricCatalogue.forwarded, [:]) }

    package func forwardsTakenBack(_ count: Int) { self.count(MetricCatalogue.takenBack, [:], by: count) }

    /// - Parameter reason: what the last commands of a tenant or account all failed with.
    package func breakerOpened(reason: String) { count(MetricCatalogue.breakers, ["reason": reason]) }

    package func floodBegan() { count(MetricCatalogue.floods, [:]) }

    package func outcomeSettled(status: String, reason: String, sinceRecorded: Duration?) {
        count(MetricCatalogue.outcomes, ["status": status, "reason": reason])
        if let sinceRecorded { time(MetricCatalogue.commandSeconds, ["status": status], sinceRecorded) }
    }

    /// - Parameter status: nil when no answer came.
    package func graphRequestEnded(cloud: String, operation: String, status: Int?, took duration: Duration) {
        let labels = ["cloud": cloud, "operation": operation]
        let answer = status.map { String($0) } ?? "none"
        count(MetricCatalogue.graphRequests, labels.merging(["status": answer]) { own, _ in own })
        time(MetricCatalogue.graphSeconds, labels, duration)
    }

    /// - Parameter fault: `clamped` or `unreadable`.
    package func retryAfterCorrected(cloud: String, service: String, fault: String) {
        count(MetricCatalogue.retryAfterCorrected, ["cloud": cloud, "service": service, "fault": fault])
    }

    /// - Parameter result: `issued`, or why not.
    package func tokenRequested(cloud: String, result: String) {
        count(MetricCatalogue.tokenRequests, ["cloud": cloud, "result": result])
    }

    package func tokens(shortestLifetimes: [String: Duration]) {
        for (cloud, lifetime) in shortestLifetimes {
            gauge(MetricCatalogue.tokenSeconds, ["cloud": cloud]).set(lifetime / .seconds(1))
        }
    }

    package func transactionEnded(result: String, took duration: Duration) {
        count(MetricCatalogue.transactions, ["result": result])
        time(MetricCatalogue.transactionSeconds, [:], duration)
    }

    package func commands(inFlight: Int, staged: Int) {
        gauge(MetricCatalogue.inFlight).set(inFlight)
        gauge(MetricCatalogue.staged).set(staged)
    }

    package func partitionsAssigned(count: Int) { gauge(MetricCatalogue.assignedPartitions).set(count) }

    /// - Parameter scope: `everything`, `source` or `tenant`.
    package func paused(scope: String, count: Int) { gauge(MetricCatalogue.paused, ["scope": scope]).set(count) }

    package func pauseFile(isUsable: Bool) { gauge(MetricCatalogue.pauseFileFault).set(isUsable ? 0 : 1) }

    package func intakeAnswered(code: String) { count(MetricCatalogue.intakeRequests, ["result": code]) }

    private func count(_ definition: MetricDefinition, _ labels: [String: String], by amount: Int = 1) {
        Counter(label: definition.name, dimensions: labels.map { ($0, $1) }, factory: factory).increment(by: amount)
    }

    private func time(_ definition: MetricDefinition, _ labels: [String: String], _ duration: Duration) {
        Recorder(label: definition.name, dimensions: labels.map { ($0, $1) }, aggregate: true, factory: factory)
            .record(duration / .seconds(1))
    }

    private func gauge(_ definition: MetricDefinition, _ labels: [String: String] = [:]) -> Meter {
        Meter(label: definition.name, dimensions: labels.map { ($0, $1) }, factory: factory)
    }
}
