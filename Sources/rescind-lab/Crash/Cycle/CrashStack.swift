import Foundation
import GraphSimulator
import KafkaClient
import Logging
import RescindApp

/// Brokers, simulator and files of one worker under test, independent of the other stacks of the run.
struct CrashStack: Sendable {
    let number: Int
    let settings: CrashSettings
    let folder: String
    let broker: CrashBroker
    let simulator: GraphSimulator
    let producer: RecordProducer
    let notebook = CrashNotebook()
    let logger: Logger

    /// Runs `body` with the stack, and leaves no process behind.
    static func with<Result: Sendable>(
        _ number: Int, _ settings: CrashSettings, logger: Logger,
        _ body: @escaping @Sendable (CrashStack) async throws -> Result
    ) async throws -> Result {
        let folder = "\(settings.folder)/stack-\(number)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let prefix = "\(settings.prefix)\(number)."
        let broker = try await CrashBroker.open(lab: settings.lab, folder: folder, prefix: prefix)
        defer { broker.close() }
        let configuration = RecordProducerConfiguration(connection: broker.connection)
        let stack = CrashStack(
            number: number, settings: settings, folder: folder, broker: broker,
            // The worker has no limit a mailbox yet, so the simulator's is off: a run must not hang on luck.
            simulator: GraphSimulator(
                configuration: SimulatorConfiguration(
                    requestLogCapacity: 1_000_000, mailboxConcurrency: nil, seed: settings.seed
                ), world: try LabWorld.world(now: Date()), logger: logger
            ),
            producer: try RecordProducer(configuration: configuration, logger: logger), logger: logger
        )
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await stack.simulator.run() }
            defer { group.cancelAll() }
            let result = try await body(stack)
            await stack.producer.close()
            return result
        }
    }

    /// - Returns: the path of the configuration of the worker in this slot.
    func configuration(slot: Int) async throws -> String {
        let files = WorkerFiles(folder: folder, tenants: LabWorld.tenants, endpoints: await simulator.endpoints())
        var kafka = [
            "bootstrap: \(broker.connection.bootstrapServers)",
            "groupId: \(broker.prefix)rescind-crash",
            "slot: \(slot)",
            "topics: { commands: \(broker.commands), outcomes: \(broker.outcomes), deadLetters: \(broker.deadLetters)"
                + ", ledger: \(broker.ledger), partitions: \(CrashBroker.partitions) }",
        ]
        if broker.isMock { kafka += ["settings: { check.crcs: \"false\" }", "plainOffsetCommits: true"] }
        return try files.write(
            "worker-\(slot).yaml", kafka: kafka,
            limits: ["backoffBase: 100ms", "visibilityAllowance: 300ms", "drain: 5s"] + CrashLedger.limits,
            graph: "{ connectTimeout: 500ms, requestTimeout: 1500ms }"
        )
    }

    /// Makes the topics on brokers that are not ours, as an operator would.
    func createTopics(configuration: String) async throws {
        guard !broker.isMock else { return }
        let program = try ChildProgram(
            settings.rescind,
            [
                "topics", "--create", "--config", configuration, "--partitions", "\(CrashBroker.partitions)",
                "--replication-factor", "1",
            ], log: "\(folder)/topics.log"
        )
        let status = try await program.exit(within: .seconds(60))
        guard status == 0 else {
            program.signal(SIGKILL)
            throw ChildProgram.NotStarted(description: "rescind topics made no topics: \(program.log)")
        }
        for topic in [broker.commands, broker.outcomes, broker.ledger, broker.deadLetters] {
            try await awaitTopic(topic)
        }
    }

    /// A broker tells of a topic some time after it was made.
    private func awaitTopic(_ topic: String) async throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while true {
            do {
                _ = try await producer.partitionCount(of: topic)
                return
            } catch  where ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(100))
            }
        }
    }

    /// One after the other, since order matters; what is answered meanwhile is no loss.
    func send(_ records: [ScriptedRecord], cycle: Int) async throws {
        for record in records {
            let outgoing = OutgoingRecord(
                topic: broker.commands, partition: OutgoingRecord.partitionByKey, key: record.key, value: record.value,
                headers: CommandDraft.structuredHeaders.map { KafkaHeader($0) }
            )
            let stored = try await producer.send(outgoing)
            let position = TopicPosition(partition: stored.partition, offset: stored.offset)
            notebook.wrote(
                SentRecord(
                    position: position, kind: record.kind, identity: record.identity, meeting: record.meeting,
                    cycle: cycle
                )
            )
        }
    }

    /// Tells the notebook of outcomes as they come, until cancelled.
    func follow() async throws {
        var configuration = PartitionReaderConfiguration(connection: broker.connection)
        if broker.isMock { configuration.fetchWait = .milliseconds(10) }
        let outcomes = FollowedOutcomes(
            topic: broker.outcomes, partitions: CrashBroker.partitions, configuration: configuration, logger: logger)
        try await outcomes.follow { notebook.saw(outcomeOf: $0.record) }
    }
}
