import KafkaClient
import Testing

@Suite("Rebalance", .timeLimit(.minutes(1)))
struct RebalanceTests {
    @Test("a second member gets partitions only after the first has completed their revocation")
    func handOver() async throws {
        try await withCluster(partitions: 4) { cluster in
            try await cluster.fill([0, 1, 2, 3], count: 10)
            var configuration = cluster.consumerConfiguration()
            configuration.revocationBound = .seconds(30)
            try await withConsumer(configuration) { first in
                let all = try await first.nextAssignment()
                #expect(all.partitions.count == 4)
                first.startAtBeginning(all.partitions)
                #expect(await first.records(40).count == 40)

                try await withConsumer(configuration) { second in
                    let revoked = try await first.nextRevocation()
                    #expect(!revoked.lost)
                    #expect(revoked.partitions.count == 2)
                    // Told before it takes effect: still owned, and its offsets can be committed.
                    #expect(first.health.assignedPartitions == 4)
                    #expect(second.health.assignedPartitions == 0)
                    let offsets = Dictionary(uniqueKeysWithValues: revoked.partitions.map { ($0, Int64(7)) })
                    try await first.commitPlainly(offsets)
                    first.completeRevocation(revoked.id)

                    let gained = try await second.nextAssignment()
                    #expect(gained.partitions == revoked.partitions)
                    #expect(first.health.assignedPartitions == 2)
                    second.start(try await second.committedOffsets(gained.partitions, timeout: .seconds(5)))
                    let records = await second.records(6)
                    #expect(records.compactMap(\.number).sorted() == [7, 7, 8, 8, 9, 9])
                    #expect(records.allSatisfy { revoked.partitions.contains($0.topicPartition) })
                }
            }
        }
    }

    @Test(
        "an expelled member is told of the loss at once and rejoins under a later epoch",
        .enabled(if: TestBroker.isMock))
    func expelled() async throws {
        try await withCluster { cluster in
            try await cluster.fill([0, 1], count: 5)
            try await withConsumer(cluster.consumerConfiguration()) { consumer in
                let before = try await consumer.nextAssignment()
                consumer.startAtBeginning(before.partitions)
                #expect(await consumer.records(10).count == 10)

                try cluster.mock.pushErrors(.heartbeat, [.unknownMemberID])
                let lost = try await consumer.nextRevocation()
                #expect(lost.lost)
                #expect(lost.partitions == before.partitions)

                let after = try await consumer.nextAssignment()
                #expect(after.partitions == before.partitions)
                #expect(after.epoch > before.epoch)
                consumer.startAtBeginning(after.partitions)
                let batch = await consumer.nextBatch()
                #expect(batch?.epoch == after.epoch)
            }
        }
    }

    @Test("a revocation nobody completes takes effect at its bound, and its records are dropped")
    func overrun() async throws {
        try await withCluster { cluster in
            try await cluster.fill([0, 1], count: 5)
            var configuration = cluster.consumerConfiguration()
            configuration.revocationBound = .milliseconds(100)
            let consumer = try KafkaConsumer(configuration: configuration, logger: .quiet)
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await consumer.run() }
                _ = try? await consumer.nextAssignment()
                consumer.close()
                // Read, but never completed.
                let revoked = await consumer.nextRebalance()
                if case .revoked(_, let lost, _) = revoked { #expect(!lost) } else { Issue.record("no revocation") }
                #expect(await consumer.nextRebalance() == nil)
                #expect(await consumer.nextBatch() == nil)
            }
            #expect(consumer.health.memberState == .closed)
        }
    }

    @Test("a fenced static member fails, is told of its loss and ends", .enabled(if: TestBroker.isMock))
    func fencedInstance() async throws {
        try await withCluster { cluster in
            var configuration = cluster.consumerConfiguration()
            configuration.groupInstanceID = "slot-0"
            try await withConsumer(configuration) { consumer in
                let assigned = try await consumer.nextAssignment()
                try cluster.mock.pushErrors(.heartbeat, [.fencedInstanceID])
                let revoked = try await consumer.nextRevocation()
                #expect(revoked.lost)
                #expect(revoked.partitions == assigned.partitions)
                #expect(await consumer.nextRebalance() == nil)
                #expect(await consumer.nextBatch() == nil)
                #expect(consumer.health.memberState == .failed)
                #expect(consumer.health.fatalError?.code == "FENCED_INSTANCE_ID")
            }
        }
    }
}
