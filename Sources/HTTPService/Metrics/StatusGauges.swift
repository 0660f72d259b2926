package import CoreMetrics
import Synchronization

/// What waits and what is held, as gauges. A reason that is gone goes to zero rather than away, so that a sum over time shows its
/// end; the soonest meeting goes with the last that waits.
package final class StatusGauges: Sendable {
    private let factory: any MetricsFactory
    private let shown = Mutex<Set<String>>([])

    package init(factory: any MetricsFactory) { self.factory = factory }

    /// - Parameters:
    ///   - waiting: commands by the reason why they wait.
    ///   - soonest: until the soonest meeting whose command waits; negative when it has started.
    package func show(waiting: [String: Int], heldLanes: Int, longestHeld: Duration, soonest: Duration?) {
        shown.withLock { shown in
            for reason in shown.union(waiting.keys) {
                gauge(MetricCatalogue.waiting, ["reason": reason]).set(waiting[reason] ?? 0)
            }
            shown.formUnion(waiting.keys)
            gauge(MetricCatalogue.heldLanes).set(heldLanes)
            gauge(MetricCatalogue.heldSeconds).set(longestHeld / .seconds(1))
            let meeting = gauge(MetricCatalogue.soonestMeeting)
            if let soonest { meeting.set(soonest / .seconds(1)) } else { meeting.destroy() }
        }
    }

    private func gauge(_ definition: MetricDefinition, _ labels: [String: String] = [:]) -> Meter {
        Meter(label: definition.name, dimensions: labels.map { ($0, $1) }, factory: factory)
    }
}
