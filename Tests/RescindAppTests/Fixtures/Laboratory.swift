import CommandContract
import CommandPipeline
import GraphSimulator
import KafkaClient
import Logging
import MeetingCancellation
import MicrosoftGraph
import RescindApp

/// Mock brokers and a simulator of their own for one test; everything between them and the worker goes over sockets.
struct Laboratory: Sendable {
    static let source = "/test/scheduler"
    static let commands = "meeting.cancel.commands"
    static let outcomes = "meeting.cancel.outcomes"
    static let ledger = "meeting.cancel.ledger"
    static let deadLetters = "meeting.cancel.dead-letters"

    let cluster: MockCluster
    let simulator: RunningSimulator
    let partitions: Int

    static func with(
        partitions: Int = 4, world: SimulatedWorld? = nil, holding held: HeldRequests? = nil,
        _ body: @Sendable (Laboratory) async throws -> Void
    ) async throws {
        let cluster = try MockCluster(logger: .quiet)
        do {
            for topic in [commands, outcomes, ledger, deadLetters] {
                try cluster.createTopic(topic, partitions: partitions)
            }
            try await RunningSimulator.with(world, holding: held) { simulator in
                try await body(Laboratory(cluster: cluster, simulator: simulator, partitions: partitions))
            }
        } catch {
            await cluster.close()
            throw error
        }
        await cluster.close()
    }

    /// Every lab tenant, one source that may do all, short waits.
    func configuration(slot: Int = 0, secret: String? = nil) throws -> RescindConfiguration {
        var kafka = RescindConfiguration.Kafka(connection: cluster.connection)
        kafka.groupID = "rescind-test"
        kafka.slot = slot
        kafka.plainOffsetCommits = true
        let tenants = try LabWorld.tenants.map { tenant in
            RescindConfiguration.Tenant(
                profile: tenant.profile,
                credential: try ClientSecretCredential(tenantID: tenant.id, clientID: tenant.clientID) {
                    Secret(secret ?? tenant.clientSecret)
                }
            )
        }
        var configuration = RescindConfiguration(
            kafka: kafka, clouds: try simulator.clouds(), tenants: tenants,
            sources: [
                SourcePolicy(source: Self.source, tenants: Set(LabWorld.tenants.map(\.id)), mailboxes: [.any])
            ]
        )
        configuration.limits.attempt.backoffBase = .milliseconds(50)
        configuration.limits.attempt.visibilityAllowance = .milliseconds(200)
        configuration.limits.drain = .seconds(5)
        return configuration
    }

    /// Runs a worker beside `body`, then stops it and waits for its end.
    func withWorker(
        _ configuration: RescindConfiguration? = nil, logger: Logger = .quiet,
        _ body: (Worker) async throws -> Void
    ) async throws {
        let worker = try Worker(configuration: try configuration ?? self.configuration(), logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await worker.run() }
            do {
                try await body(worker)
            } catch {
                worker.stop()
                throw error
            }
            worker.stop()
            try await group.waitForAll()
        }
    }

    /// Sends the records one by one, in order.
    /// - Returns: where each was stored.
    @discardableResult
    func send(_ records: [SentRecord]) async throws -> [CommandPlace] {
        let producer = try RecordProducer(
            configuration: RecordProducerConfiguration(connection: cluster.connection), logger: .quiet
        )
        var places: [CommandPlace] = []
        do {
            for record in records {
                let stored = try await producer.send(record.outgoing(to: Self.commands))
                places.append(CommandPlace(partition: stored.partition, offset: stored.offset))
            }
        } catch {
            await producer.close()
            throw error
        }
        await producer.close()
        return places
    }

    /// Reads a topic from its beginning until `enough` says so of what has come.
    func read(_ topic: String, until enough: ([KafkaRecord]) -> Bool) async throws -> [KafkaRecord] {
        try await read(topic) { records, _ in enough(records) }
    }

    /// Everything a topic holds now.
    func snapshot(_ topic: String) async throws -> [KafkaRecord] {
        try await read(topic) { _, atEnd in atEnd }
    }

    private func read(
        _ topic: String, until enough: (_ records: [KafkaRecord], _ atEnd: Bool) -> Bool
    ) async throws -> [KafkaRecord] {
        var configuration = PartitionReaderConfiguration(connection: cluster.connection)
        configuration.fetchWait = .milliseconds(10)
        let all = (0..<Int32(partitions)).map { TopicPartition(topic: topic, partition: $0) }
        let starts = Dictionary(uniqueKeysWithValues: all.map { ($0, PartitionReader.Start.beginning) })
        let reader = try PartitionReader(configuration: configuration, starts: starts, logger: .quiet)
        var records: [KafkaRecord] = []
        var ended: Set<TopicPartition> = []
        do {
            while !enough(records, ended.count == partitions), let event = try await reader.next() {
                switch event {
                case .record(let record): records.append(record)
                case .endOfPartition(let partition, _): ended.insert(partition)
                }
            }
        } catch {
            await reader.close()
            throw error
        }
        await reader.close()
        return records
    }

    /// Waits until each of `places` has an outcome. More may have come: the mock shows aborted transactions too.
    @discardableResult
    func outcomes(of places: [CommandPlace]) async throws -> [CommandPlace: [SeenOutcome]] {
        let wanted = Set(places)
        let records = try await read(Self.outcomes) { records in
            wanted.isSubset(of: Set(records.compactMap { SeenOutcome($0)?.command }))
        }
        return Dictionary(grouping: records.compactMap { SeenOutcome($0) }, by: \.command)
    }
}
