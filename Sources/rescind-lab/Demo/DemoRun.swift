import CommandContract
import Foundation
import GraphSimulator
import KafkaClient
import Logging
import RescindApp
import Synchronization

/// The demonstration: real commands over real sockets, judged from the topics and the simulator.
final class DemoRun: Sendable {
    let stack: LabStack
    let worker: Worker
    let count: Int
    let seed: UInt64
    /// For everything to be settled, from the last command on.
    let patience: Duration
    /// Takes the brokers away for two seconds in the middle of the work.
    let cutsKafka: Bool
    private let board = Mutex(DemoBoard())

    init(stack: LabStack, worker: Worker, count: Int, seed: UInt64, patience: Duration, cutsKafka: Bool) {
        self.stack = stack
        self.worker = worker
        self.count = count
        self.seed = seed
        self.patience = patience
        self.cutsKafka = cutsKafka
    }

    /// - Returns: what went wrong; empty for a demonstration that showed what it promises.
    func run() async throws -> [String] {
        let started = ContinuousClock.now
        var script = DemoScript(simulator: stack.simulator, seed: seed, now: Date())
        let cases = try script.cases(count)
        let watcher = try OutcomeWatcher(stack: stack)
        let verdict = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.worker.run() }
            group.addTask { try await self.watch(watcher) }
            var screen = DemoScreen()
            try await send(cases.filter { !$0.isLate })
            if cutsKafka { try await cut() }
            var late = await waitUntilSettled(&screen)
            if late.isEmpty {
                try await send(cases.filter(\.isLate))
                late = await waitUntilSettled(&screen)
            }
            screen.finish(board.withLock { $0 })
            worker.stop()
            try await group.next()
            await watcher.close()
            try await group.waitForAll()
            var verdict = try await judge()
            verdict.faults = late + verdict.faults
            return verdict
        }
        summarize(started: started, verdict)
        return verdict.faults
    }

    /// When a third of the commands is settled, so that requests and transactions are under way.
    private func cut() async throws {
        let deadline = ContinuousClock.now.advanced(by: patience)
        while board.withLock({ $0.settled * 3 < $0.sent }), ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(20))
        }
        try stack.cluster.setBrokerDown()
        Lab.print("Kafka is away")
        try await Task.sleep(for: .seconds(2))
        try stack.cluster.setBrokerUp()
        Lab.print("Kafka is back")
    }

    private func send(_ cases: [DemoCase]) async throws {
        let producer = try RecordProducer(
            configuration: RecordProducerConfiguration(connection: stack.connection), logger: stack.logger
        )
        for demoCase in cases {
            let record = OutgoingRecord(
                topic: LabStack.commands, partition: OutgoingRecord.partitionByKey, key: demoCase.key,
                value: demoCase.value, headers: demoCase.headers.map { KafkaHeader($0) }
            )
            let stored = try await producer.send(record)
            let position = TopicPosition(partition: stored.partition, offset: stored.offset)
            board.withLock { $0.sent(demoCase, at: position) }
        }
        await producer.close()
    }

    private func watch(_ watcher: OutcomeWatcher) async throws {
        let screen = DemoScreen()
        while let outcome = try await watcher.next() {
            let (demoCase, board) = board.withLock { ($0.settled(outcome), $0) }
            screen.settled(outcome, demoCase, board)
        }
    }

    private func waitUntilSettled(_ screen: inout DemoScreen) async -> [String] {
        let deadline = ContinuousClock.now.advanced(by: patience)
        while ContinuousClock.now < deadline {
            let board = board.withLock { $0 }
            screen.refresh(board)
            if board.isComplete { return [] }
            do { try await Task.sleep(for: .milliseconds(100)) } catch { break }
        }
        let board = board.withLock { $0 }
        return ["only \(board.settled) of \(board.sent) commands were settled within \(patience)"]
    }

    /// After the worker has stopped nothing more can come: everything is read again from the beginning and held against
    /// the script, duplicates included.
    private func judge() async throws -> DemoJudge.Verdict {
        let records = board.withLock { $0.records }
        let judge = DemoJudge(records: records, simulator: stack.simulator, mayShowAborted: cutsKafka)
        return judge.verdict(
            outcomes: try await snapshot(LabStack.outcomes), deadLetters: try await snapshot(LabStack.deadLetters))
    }

    private func snapshot(_ topic: String) async throws -> [KafkaRecord] {
        try await TopicSnapshot.read(
            topic, partitions: LabStack.partitions, from: stack.connection, logger: stack.logger
        )
    }

    private func summarize(started: ContinuousClock.Instant, _ verdict: DemoJudge.Verdict) {
        let faults = verdict.faults
        let counts = stack.simulator.requestCounts
        let tenths: Double = (started.duration(to: .now) / .milliseconds(100)).rounded()
        let mails = stack.simulator.outbox.count
        let board = board.withLock { $0 }
        Lab.print()
        let requests = counts.arrived
        Lab.print(
            "\(board.sent) commands, \(board.settled) outcomes, \(requests) requests to Graph and Entra, \(mails) mails"
        )
        Lab.print("seed \(seed), \(tenths / 10) s from the first command to the verdict")
        Lab.print(
            "Kafka here is librdkafka's mock: it shows the path on real sockets and proves no transactional promise."
        )
        if cutsKafka {
            Lab.print(
                "\(verdict.artefacts) records of aborted transactions are visible: the mock's artefact, not judged.")
        }
        for fault in faults.prefix(20) { Lab.print("✗ \(fault)") }
        Lab.print(faults.isEmpty ? "✓ every record has exactly its expected outcome" : "✗ \(faults.count) faults")
    }
}
