import KafkaClient
import Testing

@Suite("Shutdown", .timeLimit(.minutes(1)))
struct ShutdownTests {
    @Test("twenty consumers in a row, closed while joining, end with their tasks")
    func closedWhileJoining() async throws {
        try await withCluster { cluster in
            for round in 0..<20 {
                let configuration = cluster.consumerConfiguration(group: "group-\(round)")
                try await withConsumer(configuration) { consumer in
                    _ = try? await consumer.committedOffsets([cluster.partition(0)], timeout: .milliseconds(50))
                }
            }
        }
    }

    @Test("twenty members leave with started and paused partitions and full buffers")
    func closedAsMembers() async throws {
        try await withCluster { cluster in
            try await cluster.fill([0, 1], count: 50)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for round in 0..<20 {
                    group.addTask {
                        var configuration = cluster.consumerConfiguration(group: "group-\(round)")
                        configuration.highWaterRecords = 10
                        try await withConsumer(configuration) { consumer in
                            _ = try await consumer.nextAssignment()
                            consumer.start([
                                cluster.partition(0): 3, cluster.partition(1): PartitionReader.Start.beginning,
                            ])
                            _ = await consumer.nextBatch()
                            consumer.pause([cluster.partition(1)])
                        }
                        #expect(true)
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test("a member leaves while its broker is away", .enabled(if: TestBroker.isMock))
    func closedDuringOutage() async throws {
        try await withCluster { cluster in
            var configuration = cluster.consumerConfiguration()
            configuration.closeTimeout = .seconds(5)
            try await withConsumer(configuration) { consumer in
                _ = try await consumer.nextAssignment()
                try cluster.mock.setBrokerDown()
            }
            try cluster.mock.setBrokerUp()
        }
    }

    @Test("cancelling run closes the consumer")
    func cancelled() async throws {
        try await withCluster { cluster in
            let consumer = try KafkaConsumer(configuration: cluster.consumerConfiguration(), logger: .quiet)
            let running = Task { await consumer.run() }
            running.cancel()
            await running.value
            #expect(consumer.health.memberState == .closed)
            #expect(await consumer.nextBatch() == nil)
            #expect(await consumer.nextRebalance() == nil)
        }
    }

    @Test("a consumer that never ran is destroyed with its owner")
    func neverRan() async throws {
        try await withCluster { cluster in
            for _ in 0..<20 {
                _ = try KafkaConsumer(configuration: cluster.consumerConfiguration(), logger: .quiet)
            }
        }
    }
}
