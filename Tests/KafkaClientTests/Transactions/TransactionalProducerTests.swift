import KafkaClient
import Testing

/// What the wire says. The mock cluster, which these tests use unless told a real broker, stores no transactional offsets, fences nobody and hides no aborted record,
/// so nothing here is evidence of a transactional promise.
@Suite("TransactionalProducer", .timeLimit(.minutes(1)))
struct TransactionalProducerTests {
    @Test("records and offsets commit in one transaction, again and again")
    func commits() async throws {
        try await withMember { cluster, consumer in
            try await withProducer(cluster) { producer in
                #expect(try await producer.partitionCount(of: cluster.topic) == 2)
                for round in 0..<20 {
                    let records = [cluster.outgoing("\(round)", to: 0), cluster.outgoing("\(round)", to: 1)]
                    try await producer.commit(records, offsets: [cluster.partition(0): Int64(round)], of: consumer)
                }
                let moved = try await producer.commit([], offsets: [cluster.partition(1): 3], of: consumer)
                #expect(moved == TransactionReceipt())
                let nothing = try await producer.commit([], offsets: [:], of: consumer)
                #expect(nothing == TransactionReceipt())
            }
            let read = await consumer.started(cluster, records: 40)
            #expect(read.filter { $0.topicPartition.partition == 0 }.compactMap(\.number) == Array(0..<20))
            #expect(read.filter { $0.topicPartition.partition == 1 }.compactMap(\.number) == Array(0..<20))
        }
    }

    @Test("a commit tells how far its records reach, and an aborted one leaves nothing behind in the next one's")
    func receipts() async throws {
        try await withMember { cluster, consumer in
            try await cluster.fill([1], count: 3)
            try await withProducer(cluster) { producer in
                let offsets = [cluster.partition(0): Int64(1)]
                let both = [0, 1, 1].map { cluster.outgoing("x", to: $0) }
                let foreign = [TopicPartition(topic: cluster.topic, partition: 7): Int64(1)]
                let aborted = await failure { try await producer.commit(both, offsets: foreign, of: consumer) }
                #expect(aborted?.kind == .aborted)
                let first = try await producer.commit([both[0]], offsets: offsets, of: consumer)
                #expect(Set(first.ends.keys) == [cluster.partition(0)])
                let receipt = try await producer.commit(both, offsets: offsets, of: consumer)
                for partition in [cluster.partition(0), cluster.partition(1)] {
                    #expect(receipt.ends[partition] == (try await cluster.lastOffset(in: partition)).map { $0 + 1 })
                }
                // A real broker tells none here: its topics keep the producer's time unless told otherwise.
                #expect(receipt.logAppendMilliseconds == (TestBroker.isMock ? 1234 : nil))
            }
        }
    }

    @Test("what is not fenced, not owned or not there is refused before anything is sent")
    func refusals() async throws {
        try await withMember { cluster, consumer in
            let stranger = try KafkaConsumer(
                configuration: cluster.consumerConfiguration(group: "other"), logger: .quiet)
            try await withProducer(cluster) { producer in
                let record = cluster.outgoing("x", to: 0)
                let offsets = [cluster.partition(0): Int64(1)]
                let notMember = await failure { try await producer.commit([record], offsets: offsets, of: stranger) }
                #expect(notMember?.kind == .aborted)
                #expect(notMember?.underlying.code == "notAMember")

                let foreign = [TopicPartition(topic: cluster.topic, partition: 7): Int64(1)]
                let notOwned = await failure { try await producer.commit([record], offsets: foreign, of: consumer) }
                #expect(notOwned?.kind == .aborted)
                #expect(notOwned?.underlying.code == "partitionNotOwned")

                // Lost and given back meanwhile: the newer generation would pass at the broker.
                let former = [cluster.partition(0): -1]
                let regained = await failure {
                    try await producer.commit([record], offsets: offsets, epochs: former, of: consumer)
                }
                #expect(regained?.kind == .aborted)
                #expect(regained?.underlying.code == "partitionNotOwned")

                let guessed = [record, cluster.outgoing("x", to: 2)]
                let noPartition = await failure { try await producer.commit(guessed, offsets: offsets, of: consumer) }
                #expect(noPartition?.kind == .aborted)
                #expect(noPartition?.underlying.code == "partitionUnknown")
                #expect(noPartition?.failedRecords == [1])

                let unfenced = await failure { try await producer.commit([record], offsets: [:], of: consumer) }
                #expect(unfenced?.underlying.code == "offsetsMissing")
            }
        }
    }

    @Test(
        "a refusal by the group or of a partition is a definite abort, and the same batch commits afterwards",
        .enabled(if: TestBroker.isMock),
        arguments: [
            (MockRequest.transactionOffsetCommit, MockFault.illegalGeneration),
            (.transactionOffsetCommit, .unknownMemberID), (.transactionOffsetCommit, .rebalanceInProgress),
            (.addPartitionsToTransaction, .topicAuthorizationFailed),
        ]
    )
    func definiteAborts(request: MockRequest, fault: MockFault) async throws {
        try await withMember { cluster, consumer in
            try await withProducer(cluster) { producer in
                let records = [cluster.outgoing("1", to: 0)]
                let offsets = [cluster.partition(0): Int64(1)]
                try cluster.mock.pushErrors(request, [fault])
                let error = await failure { try await producer.commit(records, offsets: offsets, of: consumer) }
                #expect(error?.kind == .aborted, "\(String(describing: error))")
                // Whichever call notices, and whatever the reports say of records that were purged for it.
                #expect(error?.underlying.number == fault.rawValue)
                try await commitInTheEnd(producer, records, offsets, consumer)
            }
        }
    }

    @Test("a record the broker finds too large is named, and the producer recovers", .enabled(if: TestBroker.isMock))
    func tooLarge() async throws {
        try await withMember { cluster, consumer in
            try await withProducer(cluster) { producer in
                let records = [cluster.outgoing("0", to: 0), cluster.outgoing("1", to: 1)]
                let offsets = [cluster.partition(0): Int64(1)]
                try await producer.commit(records, offsets: offsets, of: consumer)
                try cluster.mock.pushErrors(.produce, [.messageTooLarge])
                let error = await failure { try await producer.commit(records, offsets: offsets, of: consumer) }
                #expect(error?.kind == .aborted, "\(String(describing: error))")
                #expect(error?.underlying.code == "MSG_SIZE_TOO_LARGE")
                #expect(error?.failedRecords.isEmpty == false)
                try await commitInTheEnd(producer, records, offsets, consumer)
            }
        }
    }

    @Test("a record above librdkafka's own limit is named without a broker")
    func tooLargeLocally() async throws {
        try await withMember { cluster, consumer in
            try await withProducer(cluster) { producer in
                let large = OutgoingRecord(
                    topic: cluster.topic, partition: 0, key: nil, value: [UInt8](repeating: 7, count: 2_000_000))
                let records = [cluster.outgoing("0", to: 0), large]
                let offsets = [cluster.partition(0): Int64(1)]
                let error = await failure { try await producer.commit(records, offsets: offsets, of: consumer) }
                #expect(error?.kind == .aborted)
                #expect(error?.underlying.code == "MSG_SIZE_TOO_LARGE")
                #expect(error?.failedRecords == [1])
                try await commitInTheEnd(producer, [records[0]], offsets, consumer)
            }
        }
    }

    @Test(
        "transient refusals are ridden out inside of one commit",
        .enabled(if: TestBroker.isMock),
        arguments: [
            (MockRequest.produce, MockFault.notEnoughReplicas),
            (.addPartitionsToTransaction, .concurrentTransactions),
            (.addOffsetsToTransaction, .coordinatorLoadInProgress),
            (.endTransaction, .notCoordinator),
        ]
    )
    func transparent(request: MockRequest, fault: MockFault) async throws {
        try await withMember { cluster, consumer in
            try await withProducer(cluster) { producer in
                try cluster.mock.pushErrors(request, [fault])
                let offsets = [cluster.partition(0): Int64(1)]
                try await producer.commit([cluster.outgoing("1", to: 0)], offsets: offsets, of: consumer)
            }
        }
    }

    @Test(
        "fencing at the end of a transaction is indefinite, spends the producer, and a new one goes on",
        .enabled(if: TestBroker.isMock))
    func fenced() async throws {
        try await withMember { cluster, consumer in
            let records = [cluster.outgoing("1", to: 0)]
            let offsets = [cluster.partition(0): Int64(1)]
            try await withProducer(cluster) { producer in
                try cluster.mock.pushErrors(.endTransaction, [.invalidProducerEpoch])
                let error = await failure { try await producer.commit(records, offsets: offsets, of: consumer) }
                #expect(error?.kind == .indefinite)
                #expect(error?.isFenced == true, "\(String(describing: error))")
                let after = await failure { try await producer.commit(records, offsets: offsets, of: consumer) }
                #expect(after?.kind == .indefinite)
                #expect(after?.underlying.code == "producerUnusable")
            }
            try await withProducer(cluster) { successor in
                try await successor.commit(records, offsets: offsets, of: consumer)
            }
        }
    }

    @Test(
        "an answer that leaves the end open is indefinite even when librdkafka asks for an abort",
        .enabled(if: TestBroker.isMock))
    func endUnknown() async throws {
        try await withMember { cluster, consumer in
            try await withProducer(cluster) { producer in
                try cluster.mock.pushErrors(.endTransaction, [.unknownProducerID])
                let offsets = [cluster.partition(0): Int64(1)]
                let error = await failure {
                    try await producer.commit([cluster.outgoing("1", to: 0)], offsets: offsets, of: consumer)
                }
                #expect(error?.kind == .indefinite)
                #expect(error?.call == "commit")
            }
        }
    }

    @Test("a transactional id that is not authorized is fatal", .enabled(if: TestBroker.isMock))
    func unauthorized() async throws {
        try await withCluster { cluster in
            let configuration = TransactionalProducerConfiguration(
                connection: cluster.connection, transactionalID: cluster.unique("slot-0"))
            let producer = try TransactionalProducer(configuration: configuration, logger: .quiet)
            try cluster.mock.pushErrors(.initProducerID, [.transactionalIDAuthorizationFailed])
            let error = await failure { try await producer.initialize() }
            #expect(error?.kind == .fatal)
            #expect(error?.call == "initialize")
            await producer.close()
        }
    }

    @Test(
        "a commit that never answers is given up at its bound, and closing does not wait for it",
        .enabled(if: TestBroker.isMock))
    func watchdog() async throws {
        try await withMember { cluster, consumer in
            var configuration = TransactionalProducerConfiguration(
                connection: cluster.connection, transactionalID: cluster.unique("slot-0"))
            configuration.overrunLimit = .milliseconds(500)
            configuration.callTimeout = .seconds(2)
            try await withProducer(cluster, configuration) { producer in
                let faults = [MockFault](repeating: .coordinatorNotAvailable, count: 100)
                try cluster.mock.pushErrors(.endTransaction, faults)
                let offsets = [cluster.partition(0): Int64(1)]
                let error = await failure {
                    try await producer.commit([cluster.outgoing("1", to: 0)], offsets: offsets, of: consumer)
                }
                #expect(error?.kind == .indefinite)
                #expect(error?.underlying.code == "callOverran")
                try cluster.mock.clearErrors(.endTransaction)
            }
        }
    }

    @Test(
        "a short outage in the middle is ridden out or aborted, and the next commit succeeds",
        .enabled(if: TestBroker.isMock))
    func outage() async throws {
        try await withMember { cluster, consumer in
            try await withProducer(cluster) { producer in
                let records = [cluster.outgoing("1", to: 0)]
                let offsets = [cluster.partition(0): Int64(1)]
                try cluster.mock.setBrokerDown()
                async let first = failure { try await producer.commit(records, offsets: offsets, of: consumer) }
                try cluster.mock.setBrokerUp()
                let error = await first
                #expect(error == nil || error?.kind == .aborted, "\(String(describing: error))")
                try await commitInTheEnd(producer, records, offsets, consumer)
            }
        }
    }
}

/// A cluster and a consumer that owns both partitions of its topic, not started.
private func withMember(_ body: (TestCluster, KafkaConsumer) async throws -> Void) async throws {
    try await withCluster { cluster in
        try await withConsumer(cluster.consumerConfiguration()) { consumer in
            _ = try await consumer.nextAssignment()
            try await body(cluster, consumer)
        }
    }
}

private func withProducer(
    _ cluster: TestCluster,
    _ configuration: TransactionalProducerConfiguration? = nil,
    _ body: (TransactionalProducer) async throws -> Void
) async throws {
    let standard = TransactionalProducerConfiguration(
        connection: cluster.connection, transactionalID: cluster.unique("slot-0"))
    let producer = try TransactionalProducer(configuration: configuration ?? standard, logger: .quiet)
    do {
        try await producer.initialize()
        try await body(producer)
    } catch {
        await producer.close()
        throw error
    }
    await producer.close()
}

/// Commits, allowing the definite aborts that follow a failed delivery until the producer's epoch has moved.
private func commitInTheEnd(
    _ producer: TransactionalProducer,
    _ records: [OutgoingRecord],
    _ offsets: [TopicPartition: Int64],
    _ consumer: KafkaConsumer
) async throws {
    for _ in 0..<5 {
        let error = await failure { try await producer.commit(records, offsets: offsets, of: consumer) }
        guard let error else { return }
        #expect(error.kind == .aborted, "\(error)")
    }
    Issue.record("no commit succeeded")
}

private func failure(_ body: () async throws -> Void) async -> TransactionError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? TransactionError
    }
}

extension KafkaConsumer {
    /// Starts both partitions of the cluster's topic and reads `count` records.
    fileprivate func started(_ cluster: TestCluster, records count: Int) async -> [KafkaRecord] {
        startAtBeginning([cluster.partition(0), cluster.partition(1)])
        return await records(count)
    }
}

extension TestCluster {
    /// Of the last record that is not a marker.
    fileprivate func lastOffset(in partition: TopicPartition) async throws -> Int64? {
        let starts = [partition: PartitionReader.Start.beginning]
        let reader = try PartitionReader(configuration: readerConfiguration(), starts: starts, logger: .quiet)
        var last: Int64?
        while case .record(let record)? = try await reader.next() { last = record.offset }
        await reader.close()
        return last
    }
}
