import CommandContract
import Foundation
import GraphSimulator
import KafkaClient
import Logging
import RescindApp

/// Mock brokers and simulator in this process, and the files of the worker under test.
struct StormStack: Sendable {
    let settings: StormSettings
    let folder: String
    let cluster: MockCluster
    let simulator: GraphSimulator
    let producer: RecordProducer
    let notebook = StormNotebook()
    let logger: Logger

    /// Runs `body` with the stack, and ends everything that it has begun in this process.
    static func with<Result: Sendable>(
        _ settings: StormSettings, folder: String, logger: Logger,
        _ body: @escaping @Sendable (StormStack) async throws -> Result
    ) async throws -> Result {
        let cluster = try MockCluster(logger: logger)
        for topic in LabStack.topics { try cluster.createTopic(topic, partitions: LabStack.partitions) }
        let stack = StormStack(
            settings: settings, folder: folder, cluster: cluster,
            simulator: GraphSimulator(
                configuration: SimulatorConfiguration(requestLogCapacity: 1_000_000, seed: settings.seed),
                world: try StormWorld.world(), logger: logger
            ),
            producer: try RecordProducer(
                configuration: RecordProducerConfiguration(connection: cluster.connection), logger: logger
            ), logger: logger
        )
        do {
            let result = try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await stack.simulator.run() }
                defer { group.cancelAll() }
                return try await body(stack)
            }
            await stack.close()
            return result
        } catch {
            await stack.close()
            throw error
        }
    }

    private func close() async {
        await producer.close()
        await cluster.close()
    }

    /// - Returns: the path of the worker's configuration.
    func configuration() async throws -> String {
        let files = WorkerFiles(folder: folder, tenants: StormWorld.tenants, endpoints: await simulator.endpoints())
        return try files.write(
            "worker.yaml",
            kafka: [
                "bootstrap: \(cluster.bootstrapServers)", "groupId: rescind-storm", "slot: 0",
                "topics: { partitions: \(LabStack.partitions) }", "settings: { check.crcs: \"false\" }",
                "plainOffsetCommits: true",
            ],
            // A short allowance, since what the cloud that is down leaves in doubt is to be looked up within the run.
            limits: [
                "mailboxConcurrency: \(StormSettings.mailboxConcurrency)",
                "mailboxCancelsPerMinute: \(settings.cancelsPerMinute)", "visibilityAllowance: 1s", "drain: 5s",
            ],
            graph: "{ connectTimeout: 1s, requestTimeout: 10s }"
        )
    }

    /// Makes a meeting with two attendees and writes the command that cancels it.
    func send(_ number: Int, _ group: StormGroup, _ place: StormPlace) async throws {
        let (tenant, organizer) = (place.tenant, place.mailbox)
        let attendees = tenant.mailboxes.filter { $0 != organizer }.suffix(2)
        let ids = try simulator.addMeeting(
            tenant: tenant.id, organizer: organizer.userPrincipalName, attendees: attendees.map(\.userPrincipalName),
            start: Date().addingTimeInterval(3600 * Double(24 + number % 200)).wholeSecond
        )
        let draft = CommandDraft(
            id: "storm-\(number)", tenant: tenant.id, user: organizer.objectID, event: ids.organizerEventID
        )
        let record = OutgoingRecord(
            topic: LabStack.commands, partition: OutgoingRecord.partitionByKey, key: draft.key, value: draft.structured,
            headers: CommandDraft.structuredHeaders.map { KafkaHeader($0) }
        )
        let sent = ContinuousClock.now
        let stored = try await producer.send(record)
        let position = TopicPosition(partition: stored.partition, offset: stored.offset)
        let identity = try CommandIdentity(source: draft.source, id: draft.id)
        notebook.wrote(
            StormNotebook.Note(
                record: SentRecord(position: position, kind: .plain, identity: identity, meeting: draft.event),
                group: group, sent: sent
            )
        )
    }

    /// Tells the notebook of outcomes as they come, until cancelled.
    func follow() async throws {
        var configuration = PartitionReaderConfiguration(connection: cluster.connection)
        configuration.fetchWait = .milliseconds(10)
        let outcomes = FollowedOutcomes(
            topic: LabStack.outcomes, partitions: LabStack.partitions, configuration: configuration, logger: logger)
        try await outcomes.follow { notebook.saw($0) }
    }
}
