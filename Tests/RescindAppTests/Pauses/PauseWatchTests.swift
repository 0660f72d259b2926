import CommandContract
import CommandPipeline
import Dispatch
import Logging
import MeetingCancellation
import Synchronization
import Testing

@testable import HTTPService
@testable import RescindApp

@Suite("Pauses read again and again", .timeLimit(.minutes(1)))
struct PauseWatchTests {
    private static let interval: Duration = .seconds(2)
    private static let fault = ConfigurationError(file: "p", line: 3, key: "pauses[0].since", rule: "is wrong")

    /// Runs a watch over these readings, one an interval, and tells what was delivered and logged.
    private func watch(
        first: [PauseEntry], _ readings: [PauseReader.Reading]
    ) async -> (delivered: [[PauseOrder]], log: CapturedLog, registry: MetricRegistry) {
        let clock = SteppedClock()
        let log = CapturedLog()
        let registry = MetricRegistry()
        let left = Mutex(readings)
        let delivered = Mutex<[[PauseOrder]]>([])
        let watch = PauseWatch(
            first: first, interval: Self.interval, clock: clock, logger: log.logger,
            metrics: WorkerMetrics(factory: registry),
            read: { left.withLock { $0.isEmpty ? nil : $0.removeFirst() } },
            deliver: { orders in delivered.withLock { $0.append(orders) } }
        )
        // Before anything runs: the worker knows what is paused before it takes anything in.
        #expect(delivered.withLock { $0 } == [first.map { PauseOrder($0) }])
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await watch.run() }
            for _ in 0...readings.count {
                await clock.asleep(1, for: Self.interval)
                clock.step(Self.interval)
            }
            await group.waitForAll()
        }
        return (delivered.withLock { $0 }, log, registry)
    }

    private func gauges(_ registry: MetricRegistry) -> String {
        MetricExposition.text(registry.snapshot())
    }

    @Test("changes are delivered, logged with kind, reason and time, and counted")
    func changes() async throws {
        let source = PauseScene.ofSource("too many duplicates")
        let seen = await watch(first: [], [.success([source]), .success([source]), .success([]), .success([])])
        #expect(seen.delivered == [[], [PauseOrder(source)], []])
        let paused = try #require(seen.log.all.first { $0.contains("paused by order") })
        for text in ["warning", "source", "/lab/scheduler", "too many duplicates", PauseScene.now.rfc3339] {
            #expect(paused.contains(text), "\(text)")
        }
        #expect(seen.log.count("paused by order") == 1 && seen.log.count("resumed by order") == 1)
        #expect(gauges(seen.registry).contains("\nrescind_paused{scope=\"source\"} 0\n"))
    }

    @Test("a wrong file leaves everything as it is, with one alarm and a gauge")
    func wrong() async {
        let everything = PauseScene.everything()
        let seen = await watch(
            first: [everything], [.failure(Self.fault), .failure(Self.fault), .failure(Self.fault)])
        #expect(seen.delivered == [[PauseOrder(everything)]])
        #expect(seen.log.count("pauses.file cannot be used") == 1)
        #expect(seen.log.all.contains { $0.hasPrefix("error") && $0.contains("p:3: pauses[0].since: is wrong") })
        let text = gauges(seen.registry)
        #expect(text.contains("\nrescind_pause_file_unusable 1\n"))
        #expect(text.contains("\nrescind_paused{scope=\"everything\"} 1\n"))
    }

    @Test("a file that can be used again is told, and the gauge falls")
    func mended() async {
        let seen = await watch(first: [], [.failure(Self.fault), .success([])])
        #expect(seen.delivered == [[]])
        #expect(seen.log.count("can be used again") == 1)
        #expect(gauges(seen.registry).contains("\nrescind_pause_file_unusable 0\n"))
    }

    @Test("a volume that hangs is a fault after a while, and is not asked again while it does")
    func hanging() async {
        let clock = SteppedClock()
        let isReleased = DispatchSemaphore(value: 0)
        let reads = Mutex(0)
        let silence = ConfigurationError(file: "p", line: nil, key: "(file)", rule: "does not answer")
        let reader = PauseReader(silence: silence, clock: clock) {
            reads.withLock { $0 += 1 }
            isReleased.wait()
            return []
        }
        async let first = reader.reading()
        await clock.asleep(1, for: PauseReader.patience)
        // Its thread may begin later than the wait for it.
        while reads.withLock({ $0 == 0 }) { await Task.yield() }
        clock.step(PauseReader.patience)
        #expect(await first == .failure(silence))
        #expect(await reader.reading() == .failure(silence))
        #expect(reads.withLock { $0 } == 1)
        isReleased.signal()
    }

    @Test("a reader reads its file")
    func reads() async throws {
        try await TemporaryFolder.with { folder in
            let configuration = try PauseScene.configuration(folder.path + "/pauses.yaml")
            let (file, list) = try #require(configuration.pauseFile)
            let reader = PauseReader(file: file, list: list, clock: SteppedClock())
            #expect(await reader.reading() == .success([]))
            try folder.write("pauses.yaml", "pauses: [{ everything: true, reason: a }]".utf8)
            #expect(await reader.reading() == .success([PauseScene.everything("a", since: nil)]))
            try folder.write("pauses.yaml", [])
            guard case .failure(let error) = await reader.reading() else {
                Issue.record("an empty file was accepted")
                return
            }
            #expect(error.key == "pauses")
        }
    }
}
