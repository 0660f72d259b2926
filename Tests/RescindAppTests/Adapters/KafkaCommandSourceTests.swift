import CommandContract
import CommandPipeline
import KafkaClient
import Testing

@testable import RescindApp

@Suite("The command topic as the pipeline's source", .timeLimit(.minutes(1)))
struct KafkaCommandSourceTests {
    private struct Bench: Sendable {
        let cluster: MockCluster
        let consumer: KafkaConsumer
        let source: KafkaCommandSource
        let partition = CommandPartition(topic: Laboratory.commands, partition: 0)

        func fill(_ count: Int) async throws {
            let producer = try RecordProducer(
                configuration: RecordProducerConfiguration(connection: cluster.connection), logger: .quiet
            )
            for number in 0..<count {
                let value = [UInt8(number)]
                _ = try await producer.send(
                    OutgoingRecord(topic: Laboratory.commands, partition: 0, key: nil, value: value)
                )
            }
            await producer.close()
        }

        func assigned() async throws -> Assignment {
            guard case .assigned(let assignments)? = await source.nextChange() else { throw CancellationError() }
            return try #require(assignments.first)
        }

        func offsets(_ count: Int) async -> [Int64] {
            var offsets: [Int64] = []
            while offsets.count < count, let batch = await source.nextBatch() {
                offsets += batch.records.map(\.position.offset)
            }
            return offsets
        }
    }

    /// A member of the group on a command topic of one partition.
    private func withSource(_ body: (Bench) async throws -> Void) async throws {
        let cluster = try MockCluster(logger: .quiet)
        try cluster.createTopic(Laboratory.commands, partitions: 1)
        var kafka = RescindConfiguration.Kafka(connection: cluster.connection)
        kafka.plainOffsetCommits = true
        var membership = ConsumerConfiguration(
            connection: cluster.connection, groupID: "group", topics: [Laboratory.commands]
        )
        membership.sessionTimeout = .milliseconds(7000)
        membership.heartbeatInterval = .milliseconds(300)
        membership.fetchWait = .milliseconds(10)
        let consumer = try KafkaConsumer(configuration: membership, logger: .quiet)
        let marks = try PartitionReader(
            configuration: PartitionReaderConfiguration(kafka, .readUncommitted), starts: [:], logger: .quiet
        )
        let source = KafkaCommandSource(consumer: consumer, marks: marks)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await consumer.run() }
            do { try await body(Bench(cluster: cluster, consumer: consumer, source: source)) } catch {
                Issue.record(error)
            }
            source.close()
            while let change = await source.nextChange() {
                if case .revoked(_, _, let id) = change { source.revocationHandled(id) }
            }
        }
        await marks.close()
        await cluster.close()
    }

    @Test("records come from the offset that is given, whatever the group has committed")
    func startsAtOffset() async throws {
        try await withSource { bench in
            try await bench.fill(10)
            #expect(try await bench.source.end(of: bench.partition) == 10)
            let assignment = try await bench.assigned()
            try await bench.consumer.commitPlainly([TopicPartition(bench.partition): 9])
            bench.source.start(assignment, at: 7)
            #expect(await bench.offsets(3) == [7, 8, 9])
        }
    }

    @Test("without an offset they come from the beginning, whatever the group has committed")
    func startsAtBeginning() async throws {
        try await withSource { bench in
            try await bench.fill(4)
            let assignment = try await bench.assigned()
            try await bench.consumer.commitPlainly([TopicPartition(bench.partition): 2])
            bench.source.start(assignment, at: nil)
            #expect(await bench.offsets(4) == [0, 1, 2, 3])
        }
    }

    @Test("an assignment that has ended is not started")
    func endedAssignment() async throws {
        try await withSource { bench in
            try await bench.fill(3)
            let assignment = try await bench.assigned()
            let older = Assignment(partition: assignment.partition, epoch: assignment.epoch - 1)
            bench.source.start(older, at: 0)
            bench.source.start(assignment, at: 2)
            #expect(await bench.offsets(1) == [2])
        }
    }
}
