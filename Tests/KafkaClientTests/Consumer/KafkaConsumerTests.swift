import KafkaClient
import Testing

@Suite("KafkaConsumer", .timeLimit(.minutes(1)))
struct KafkaConsumerTests {
    @Test("nothing is delivered before start, and start honours its offsets")
    func startsWhereTold() async throws {
        try await withCluster { cluster in
            try await cluster.fill([0, 1], count: 20)
            try await withConsumer(cluster.consumerConfiguration()) { consumer in
                let assigned = try await consumer.nextAssignment()
                #expect(assigned.partitions == [cluster.partition(0), cluster.partition(1)])

                consumer.start([cluster.partition(0): 15])
                let first = await consumer.records(5)
                #expect(first.map(\.topicPartition.partition) == [0, 0, 0, 0, 0])
                #expect(first.compactMap(\.number) == [15, 16, 17, 18, 19])

                consumer.start([cluster.partition(1): PartitionReader.Start.beginning])
                let second = await consumer.records(20)
                #expect(second.map(\.topicPartition.partition) == Array(repeating: 1, count: 20))
                #expect(second.compactMap(\.number) == Array(0..<20))
                #expect(consumer.health.memberState == .member)
                #expect(consumer.health.assignedPartitions == 2)
            }
        }
    }

    @Test("the next member is told what was committed, and begins wherever it is to")
    func committedOffsets() async throws {
        try await withCluster { cluster in
            try await cluster.fill([0, 1], count: 10)
            let partitions = [cluster.partition(0), cluster.partition(1)]
            try await withConsumer(cluster.consumerConfiguration()) { consumer in
                _ = try await consumer.nextAssignment()
                #expect(try await consumer.committedOffsets(partitions, timeout: .seconds(5)) == [:])
                try await consumer.commitPlainly([partitions[0]: 6, partitions[1]: 8])
                let committed = try await consumer.committedOffsets(partitions, timeout: .seconds(5))
                #expect(committed == [partitions[0]: 6, partitions[1]: 8])
            }
            try await withConsumer(cluster.consumerConfiguration()) { consumer in
                _ = try await consumer.nextAssignment()
                let committed = try await consumer.committedOffsets(partitions, timeout: .seconds(5))
                consumer.start([partitions[0]: try #require(committed[partitions[0]]), partitions[1]: 2])
                let records = await consumer.records(12)
                #expect(records.filter { $0.topicPartition == partitions[0] }.compactMap(\.number) == [6, 7, 8, 9])
                #expect(records.filter { $0.topicPartition == partitions[1] }.compactMap(\.number) == Array(2..<10))
            }
            try await withConsumer(cluster.consumerConfiguration()) { consumer in
                _ = try await consumer.nextAssignment()
                consumer.start([partitions[0]: PartitionReader.Start.beginning])
                #expect(await consumer.records(10).compactMap(\.number) == Array(0..<10))
            }
        }
    }

    @Test("a full hand-off buffer pauses fetching and loses or repeats nothing")
    func flowControl() async throws {
        try await withCluster { cluster in
            try await cluster.fill([0, 1], count: 700)
            var configuration = cluster.consumerConfiguration()
            configuration.highWaterRecords = 40
            configuration.lowWaterRecords = 10
            try await withConsumer(configuration) { consumer in
                let assigned = try await consumer.nextAssignment()
                consumer.startAtBeginning(assigned.partitions)
                let records = await consumer.records(1400)
                for partition in assigned.partitions {
                    let numbers = records.filter { $0.topicPartition == partition }.compactMap(\.number)
                    #expect(numbers == Array(0..<700))
                }
            }
        }
    }

    @Test("the application's pause and resume lose and repeat nothing")
    func pauseAndResume() async throws {
        try await withCluster { cluster in
            try await cluster.fill([0, 1], count: 400)
            try await withConsumer(cluster.consumerConfiguration()) { consumer in
                let assigned = try await consumer.nextAssignment()
                consumer.startAtBeginning(assigned.partitions)
                var records: [KafkaRecord] = []
                while records.count < 800, let batch = await consumer.nextBatch() {
                    #expect(batch.epoch == assigned.epoch)
                    records += batch.records
                    consumer.pause([batch.topicPartition])
                    consumer.resume([batch.topicPartition])
                    consumer.resume(assigned.partitions)
                }
                for partition in assigned.partitions {
                    let numbers = records.filter { $0.topicPartition == partition }.compactMap(\.number)
                    #expect(numbers == Array(0..<400))
                }
            }
        }
    }

    @Test(
        "a second run of the records after a broker outage continues without gap or repeat",
        .enabled(if: TestBroker.isMock))
    func brokerOutage() async throws {
        try await withCluster { cluster in
            try await cluster.fill([0, 1], count: 10)
            try await withConsumer(cluster.consumerConfiguration()) { consumer in
                let assigned = try await consumer.nextAssignment()
                consumer.startAtBeginning(assigned.partitions)
                #expect(await consumer.records(20).count == 20)
                try cluster.mock.setBrokerDown()
                try cluster.mock.setBrokerUp()
                try await cluster.fill([0, 1], count: 10, from: 10)
                let later = await consumer.records(20)
                for partition in assigned.partitions {
                    let numbers = later.filter { $0.topicPartition == partition }.compactMap(\.number)
                    #expect(numbers == Array(10..<20))
                }
            }
        }
    }
}
