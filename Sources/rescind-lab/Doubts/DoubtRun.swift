import Foundation
import GraphSimulator
import KafkaClient
import Logging
import RescindApp
import Synchronization

/// Commands whose answers get lost, over real sockets; judged from the outcome topic and the simulator.
final class DoubtRun: Sendable {
    private let settings: DoubtSettings
    private let stack: LabStack
    private let worker: Worker
    private let started = ContinuousClock.now
    private let notebook = Mutex(DoubtNotebook())

    private init(settings: DoubtSettings, stack: LabStack, worker: Worker) {
        self.settings = settings
        self.stack = stack
        self.worker = worker
    }

    /// Brings brokers, simulator and worker up and down again.
    static func report(_ settings: DoubtSettings, logger: Logger) async throws -> DoubtReport {
        let stack = try LabStack(logger: logger, requestLogCapacity: 1, adding: DoubtMailbox.add)
        let result: Result<DoubtReport, any Error>
        do {
            let report = try await withThrowingTaskGroup(of: Void.self) { group in
                defer { group.cancelAll() }
                group.addTask { try await stack.simulator.run() }
                let configuration = settings.applied(to: try await stack.configuration())
                let worker = try Worker(configuration: configuration, logger: logger)
                return try await DoubtRun(settings: settings, stack: stack, worker: worker).run()
            }
            result = .success(report)
        } catch {
            result = .failure(error)
        }
        try await stack.close()
        return try result.get()
    }

    private func run() async throws -> DoubtReport {
        let watcher = try OutcomeWatcher(stack: stack)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.worker.run() }
            group.addTask { try await self.watch(watcher) }
            try await sendAll()
            try await waitUntil(openAtMost: 0)
            worker.stop()
            try await group.next()
            await watcher.close()
            try await group.waitForAll()
        }
        return try await report()
    }

    private func watch(_ watcher: OutcomeWatcher) async throws {
        while let outcome = try await watcher.next() {
            let notebook = notebook.withLock { notebook in
                notebook.observed(outcome)
                return (answered: notebook.answered, sent: notebook.sent)
            }
            if notebook.answered % 10_000 == 0, notebook.answered > 0 {
                Lab.print("\(notebook.answered) of \(settings.count) answered, \(took.tenths) s")
            }
        }
    }

    private var took: Duration { started.duration(to: .now) }

    private func sendAll() async throws {
        let producer = try RecordProducer(
            configuration: RecordProducerConfiguration(connection: stack.connection), logger: stack.logger
        )
        var script = DoubtScript(simulator: stack.simulator, settings: settings, now: Date())
        while !script.isComplete {
            guard try await waitUntil(openAtMost: settings.open - settings.batch) else { break }
            try await send(try script.next(), producer)
        }
        await producer.close()
    }

    private func send(_ entries: [DoubtScript.Entry], _ producer: RecordProducer) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for entry in entries {
                notebook.withLock { $0.sent(entry.doubt) }
                let record = OutgoingRecord(
                    topic: LabStack.commands, partition: OutgoingRecord.partitionByKey, key: entry.key,
                    value: entry.value, headers: CommandDraft.structuredHeaders.map { KafkaHeader($0) }
                )
                group.addTask { _ = try await producer.send(record) }
            }
            try await group.waitForAll()
        }
    }

    /// - Returns: whether it came to that; not when nothing goes on any more.
    @discardableResult
    private func waitUntil(openAtMost most: Int) async throws -> Bool {
        var (answered, since) = (-1, ContinuousClock.now)
        while true {
            let (open, now) = notebook.withLock { ($0.open, $0.answered) }
            if open <= most { return true }
            if now != answered { (answered, since) = (now, .now) }
            guard since.duration(to: .now) < settings.patience else { return false }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    /// After the worker's end nothing more can come. What the mock still keeps of the topic is read once more, for outcomes that
    /// came behind the last one waited for.
    private func report() async throws -> DoubtReport {
        let took = took
        let last = try await TopicSnapshot.read(
            LabStack.outcomes, partitions: LabStack.partitions, from: stack.connection, logger: stack.logger
        )
        let notebook = notebook.withLock { notebook in
            for record in last {
                if let outcome = ObservedOutcome(record) { notebook.observed(outcome, isSecondLook: true) }
            }
            return notebook
        }
        return DoubtReport(
            settings: settings, doubts: notebook.doubts(in: stack.simulator.world), took: took,
            requests: stack.simulator.requestCounts, copies: notebook.copies, strangers: notebook.strangers
        )
    }
}
