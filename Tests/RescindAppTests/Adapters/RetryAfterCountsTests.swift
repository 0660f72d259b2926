import GraphSimulator
import MeetingCancellation
import MicrosoftGraph
import Testing

@testable import HTTPService
@testable import RescindApp

@Suite("Waits that are not obeyed to the letter", .timeLimit(.minutes(1)))
struct RetryAfterCountsTests {
    private func counted(_ registry: MetricRegistry) -> [String] {
        MetricExposition.text(registry.snapshot()).split(separator: "\n").map(String.init)
            .filter { $0.hasPrefix("rescind_retry_after_corrected_total{") }.sorted()
    }

    @Test(
        "what is longer than the longest wait, or cannot be read, is counted",
        arguments: [
            ("3600", []), ("3600.5", ["clamped"]), ("86400", ["clamped"]), ("86401", ["clamped"]),
            ("soon", ["unreadable"]),
            ("-1", ["unreadable"]), ("120, 5", []), ("soon, 99999", ["clamped", "unreadable"]), ("0", []),
        ] as [(String, [String])]
    )
    func graph(value: String, faults: [String]) async throws {
        let registry = MetricRegistry()
        var setting = CalendarBench.Setting()
        setting.metrics = WorkerMetrics(factory: registry)
        try await CalendarBench.with(setting) { bench in
            let event = try bench.simulator.meeting().organizerEventID
            let answer = FaultAnswer(status: 503, code: "serviceNotAvailable", retryAfter: value)
            bench.simulator.graph.addFault(FaultRule(operation: .cancel, effect: .answer(answer)))
            let failure = try #require(await bench.cancel(bench.address(event)).failure)
            // The domain has the last word: whatever is told, it waits no longer than this.
            let obeyed = AttemptLimits().obeyed(failure.retryAfter)
            #expect(obeyed.map { $0 <= .seconds(3600) } ?? true)
        }
        #expect(
            counted(registry)
                == faults.map {
                    "rescind_retry_after_corrected_total{cloud=\"global\",fault=\"\($0)\",service=\"graph\"} 1"
                })
    }

    @Test("Entra's are counted too")
    func entra() async throws {
        let registry = MetricRegistry()
        var setting = CalendarBench.Setting()
        setting.metrics = WorkerMetrics(factory: registry)
        try await CalendarBench.with(setting) { bench in
            let event = try bench.simulator.meeting().organizerEventID
            let answer = FaultAnswer(status: 503, code: "temporarily_unavailable", retryAfter: "7200")
            bench.simulator.graph.addFault(FaultRule(operation: .token, effect: .answer(answer)))
            let failure = try #require(await bench.cancel(bench.address(event)).failure)
            #expect(failure.kind == .tokenUnavailable)
        }
        #expect(
            counted(registry)
                == ["rescind_retry_after_corrected_total{cloud=\"global\",fault=\"clamped\",service=\"entra\"} 1"])
    }
}
