import Hummingbird
import HummingbirdTesting
import Testing

@testable import HTTPService

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite("Worker metrics", .timeLimit(.minutes(1)))
struct WorkerMetricsTests {
    private func filled() -> MetricRegistry {
        let registry = MetricRegistry()
        let metrics = WorkerMetrics(factory: registry)
        metrics.recordsTaken(count: 3)
        metrics.tokenRequested(cloud: "global", result: "refused")
        metrics.tokens(shortestLifetimes: ["global": .seconds(90)])
        metrics.commandForwarded()
        metrics.forwardsTakenBack(2)
        LagGauges(factory: registry).show([4: LagGauges.Lag(records: 17, age: .milliseconds(2500))])
        metrics.tombstoneSkipped()
        metrics.outcomeSettled(status: "cancelled", reason: "cancelled", sinceRecorded: .milliseconds(1500))
        metrics.graphRequestEnded(cloud: "global", operation: "cancel", status: 202, took: .milliseconds(30))
        metrics.graphRequestEnded(cloud: "global", operation: "cancel", status: nil, took: .seconds(30))
        metrics.retryAfterCorrected(cloud: "global", service: "graph", fault: "clamped")
        metrics.transactionEnded(result: "committed", took: .milliseconds(3))
        metrics.commands(inFlight: 3, staged: 12)
        metrics.partitionsAssigned(count: 2)
        metrics.paused(scope: "tenant", count: 2)
        metrics.breakerOpened(reason: "accessDenied")
        metrics.floodBegan()
        metrics.pauseFile(isUsable: false)
        StatusGauges(factory: registry).show(
            waiting: ["backOff": 4], heldLanes: 2, longestHeld: .seconds(400), soonest: .seconds(-30))
        metrics.intakeAnswered(code: "accepted")
        return registry
    }

    @Test("every method's fact is there under the catalogue's name and labels, and nothing clashes")
    func catalogued() {
        let families = filled().snapshot()
        #expect(Set(families.map(\.name)) == Set(MetricCatalogue.all.map(\.name)))
        let text = MetricExposition.text(families)
        for line in [
            "rescind_tombstones_total 1", "rescind_records_total 3",
            "rescind_token_requests_total{cloud=\"global\",result=\"refused\"} 1",
            "rescind_token_lifetime_seconds{cloud=\"global\"} 90", "rescind_forwarded_total 1",
            "rescind_lag_records{partition=\"4\"} 17", "rescind_lag_seconds{partition=\"4\"} 2.5",
            "rescind_outcomes_total{reason=\"cancelled\",status=\"cancelled\"} 1",
            "rescind_graph_requests_total{cloud=\"global\",operation=\"cancel\",status=\"none\"} 1",
            "rescind_graph_request_seconds_bucket{cloud=\"global\",operation=\"cancel\",le=\"0.05\"} 1",
            "rescind_retry_after_corrected_total{cloud=\"global\",fault=\"clamped\",service=\"graph\"} 1",
            "rescind_command_seconds_sum{status=\"cancelled\"} 1.5", "rescind_commands_staged 12",
            "rescind_breakers_opened_total{reason=\"accessDenied\"} 1", "rescind_undecodable_floods_total 1",
            "rescind_paused{scope=\"tenant\"} 2", "rescind_pause_file_unusable 1",
            "rescind_commands_waiting{reason=\"backOff\"} 4", "rescind_lanes_held 2", "rescind_lane_held_seconds 400",
            "rescind_soonest_meeting_seconds -30",
            "rescind_metrics_clashes_total 0",
        ] { #expect(text.contains("\n\(line)\n"), "\(line)") }
    }

    @Test("a partition that has gone takes its lag along")
    func lagGoes() {
        let registry = MetricRegistry()
        let gauges = LagGauges(factory: registry)
        gauges.show([1: .init(records: 5, age: .zero), 2: .init(records: nil, age: .seconds(1))])
        gauges.show([2: .init(records: 6, age: .seconds(2))])
        var text = MetricExposition.text(registry.snapshot())
        #expect(!text.contains("partition=\"1\""))
        #expect(text.contains("rescind_lag_records{partition=\"2\"} 6\n"))
        #expect(text.contains("rescind_lag_seconds{partition=\"2\"} 2"))
        // Assigned anew, and nothing has come of it yet: the last value was another assignment's.
        gauges.show([2: .init(records: nil, age: .zero)])
        text = MetricExposition.text(registry.snapshot())
        #expect(!text.contains("rescind_lag_records{"))
    }

    @Test("a reason that nothing waits for any more is zero, and no meeting waits then")
    func waitingEnds() {
        let registry = MetricRegistry()
        let gauges = StatusGauges(factory: registry)
        gauges.show(waiting: ["backOff": 4], heldLanes: 1, longestHeld: .seconds(301), soonest: .seconds(90))
        gauges.show(waiting: ["budget": 1], heldLanes: 0, longestHeld: .zero, soonest: nil)
        let text = MetricExposition.text(registry.snapshot())
        #expect(text.contains("rescind_commands_waiting{reason=\"backOff\"} 0\n"))
        #expect(text.contains("rescind_commands_waiting{reason=\"budget\"} 1\n"))
        #expect(text.contains("rescind_lanes_held 0\n") && text.contains("rescind_lane_held_seconds 0\n"))
        #expect(!text.contains("rescind_soonest_meeting_seconds"))
    }

    @Test("GET /metrics is Prometheus' text format with the process's own figures")
    func route() async throws {
        let router = Router()
        let registry = filled()
        let metrics = WorkerMetrics(factory: registry)
        MetricsRoute(registry: registry, beforeScrape: { metrics.commands(inFlight: 7, staged: 9) }).add(to: router)
        let response = try await Application(router: router).test(.router) { client in
            try await client.execute(uri: "/metrics", method: .get)
        }
        #expect(response.status == .ok)
        #expect(response.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
        let text = String(buffer: response.body)
        #expect(text.hasSuffix("\n") && text.contains("\nrescind_commands_in_flight 7\n"))
        // For a look with `promtool check metrics`.
        if let file = ProcessInfo.processInfo.environment["RESCIND_METRICS_FILE"] {
            try Data(text.utf8).write(to: URL(filePath: file))
        }
    }

    @Test("the process's figures are read from /proc, and left out where there is none")
    func process() throws {
        #expect(ProcessSampler(root: "/nowhere").families().isEmpty)
        #if os(Linux)
        let families = ProcessSampler().families()
        func value(_ name: String) -> Double { families.first { $0.name == name }?.series[[]]?.value.number ?? -1 }
        #expect(value("process_resident_memory_bytes") > 1_000_000)
        #expect((3..<10_000).contains(value("process_open_fds")))
        let now = Date().timeIntervalSince1970
        #expect((now - 86_400...now + 5).contains(value("process_start_time_seconds")))
        #expect(value("process_cpu_seconds_total") >= 0)
        #endif
    }

    @Test("every instrument of the catalogue is well-formed")
    func wellFormed() {
        #expect(Set(MetricCatalogue.all.map(\.name)).count == MetricCatalogue.all.count)
        for definition in MetricCatalogue.all {
            #expect(MetricName.metric(definition.name) == definition.name && definition.name.hasPrefix("rescind_"))
            #expect(definition.labels.allSatisfy { MetricName.label($0) == $0 && $0 != "le" })
            #expect((definition.kind == .histogram) == !definition.buckets.isEmpty)
            #expect(definition.buckets == definition.buckets.sorted())
            #expect(definition.name.hasSuffix("_total") == (definition.kind == .counter))
        }
    }
}
