import CommandContract
import KafkaClient
import MeetingCancellation
import Testing

@testable import CommandPipeline
@testable import RescindApp

/// What the wire says. The mock fences nobody and shows aborted records: nothing here proves a transactional promise.
@Suite("The outcome log over the mock cluster", .timeLimit(.minutes(1)))
struct KafkaOutcomeLogTests {
    private struct Bench: Sendable {
        let cluster: MockCluster
        let log: KafkaOutcomeLog
        let offsets: [CommandPartition: Int64]

        func batch(_ entries: [CommitBatch.Entry]) -> CommitBatch {
            CommitBatch(entries: entries, offsets: offsets, assignments: [])
        }

        func entry(_ text: String, _ placement: CommitBatch.Placement = .partition(0)) -> CommitBatch.Entry {
            CommitBatch.Entry(
                destination: .outcomes, placement: placement,
                record: ContractRecord(key: nil, value: Array(text.utf8), headers: [RecordHeader("name", text)])
            )
        }
    }

    /// A log, open unless told otherwise, whose consumer owns the one partition of the command topic.
    private func withLog(
        outcomePartitions: Int = 2, ledgerPartitions: Int = 1, isOpened: Bool = true, plainOffsetCommits: Bool = false,
        _ body: (Bench) async throws -> Void
    ) async throws {
        let cluster = try MockCluster(logger: .quiet)
        try cluster.createTopic(Laboratory.commands, partitions: 1)
        try cluster.createTopic(Laboratory.outcomes, partitions: outcomePartitions)
        try cluster.createTopic(Laboratory.ledger, partitions: ledgerPartitions)
        try cluster.createTopic(Laboratory.deadLetters, partitions: 2)
        var membership = ConsumerConfiguration(
            connection: cluster.connection, groupID: "group", topics: [Laboratory.commands]
        )
        membership.sessionTimeout = .milliseconds(7000)
        membership.heartbeatInterval = .milliseconds(300)
        membership.fetchWait = .milliseconds(10)
        let consumer = try KafkaConsumer(configuration: membership, logger: .quiet)
        var kafka = RescindConfiguration.Kafka(connection: cluster.connection)
        kafka.groupID = "group"
        kafka.plainOffsetCommits = plainOffsetCommits
        let log = KafkaOutcomeLog(kafka: kafka, consumer: consumer, logger: .quiet)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await consumer.run() }
            do {
                _ = await consumer.nextRebalance()
                if isOpened { try await log.open() }
                let partition = CommandPartition(topic: Laboratory.commands, partition: 0)
                try await body(Bench(cluster: cluster, log: log, offsets: [partition: 1]))
            } catch {
                Issue.record(error)
            }
            await log.close()
            consumer.close()
            while let event = await consumer.nextRebalance() {
                if case .revoked(_, _, let id) = event { consumer.completeRevocation(id) }
            }
        }
        await cluster.close()
    }

    private func read(_ topic: String, partitions: Int, count: Int, from cluster: MockCluster) async throws
        -> [KafkaRecord]
    {
        var configuration = PartitionReaderConfiguration(connection: cluster.connection)
        configuration.fetchWait = .milliseconds(10)
        let starts = Dictionary(
            uniqueKeysWithValues: (0..<Int32(partitions)).map {
                (TopicPartition(topic: topic, partition: $0), PartitionReader.Start.beginning)
            }
        )
        let reader = try PartitionReader(configuration: configuration, starts: starts, logger: .quiet)
        var records: [KafkaRecord] = []
        while records.count < count, let event = try await reader.next() {
            if case .record(let record) = event { records.append(record) }
        }
        await reader.close()
        return records
    }

    private func failure(_ body: () async throws(CommitFailure) -> Void) async -> CommitFailure? {
        do {
            try await body()
            return nil
        } catch { return error }
    }

    /// The definite aborts that follow a failed delivery end when the producer's epoch has moved.
    private func commitInTheEnd(_ bench: Bench, _ batch: CommitBatch) async {
        for _ in 0..<5 {
            guard let error = await failure({ () async throws(CommitFailure) in try await bench.log.commit(batch) })
            else { return }
            guard case .aborted = error else { break }
        }
        Issue.record("no commit succeeded")
    }

    /// Long and short keys, all byte values, and the routing keys of real commands.
    private static let keys: [[UInt8]] =
        (1...64).map { length in (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ length &* 101) } }
        + (0..<64).map { number in
            RoutingKey(
                tenantID: "10000000-0000-4000-8000-00000000000\(number % 8)", mailbox: "user\(number)@a.example"
            ).bytes
        }

    @Test("a routing key's partition is the one librdkafka's murmur2 partitioner chooses")
    func placement() async throws {
        try await withLog(outcomePartitions: 7) { bench in
            let producer = try RecordProducer(
                configuration: RecordProducerConfiguration(connection: bench.cluster.connection), logger: .quiet
            )
            try bench.cluster.createTopic("reference", partitions: 7)
            var expected: [[UInt8]: Int32] = [:]
            for key in Self.keys {
                let record = OutgoingRecord(
                    topic: "reference", partition: OutgoingRecord.partitionByKey, key: key, value: [1]
                )
                expected[key] = try await producer.send(record).partition
            }
            await producer.close()
            let entries = Self.keys.map { key in
                CommitBatch.Entry(
                    destination: .outcomes, placement: .key(key),
                    record: ContractRecord(key: key, value: [1], headers: [])
                )
            }
            try await bench.log.commit(bench.batch(entries))
            let written = try await read(
                Laboratory.outcomes, partitions: 7, count: Self.keys.count, from: bench.cluster
            )
            #expect(Set(expected.values).count == 7)
            for record in written {
                let key = try #require(record.key)
                #expect(record.topicPartition.partition == expected[key])
            }
            #expect(written.count == Self.keys.count)
        }
    }

    @Test("a record without routing key keeps its partition's number, wrapped to the topic's count")
    func wrapped() async throws {
        try await withLog { bench in
            let letters = (0..<5).map { number in
                CommitBatch.Entry(
                    destination: .deadLetters, placement: .partition(number),
                    record: ContractRecord(
                        key: [UInt8(number)], value: nil, headers: [RecordHeader(name: "h", value: nil)])
                )
            }
            try await bench.log.commit(bench.batch(letters))
            let written = try await read(Laboratory.deadLetters, partitions: 2, count: 5, from: bench.cluster)
            for record in written {
                #expect(record.topicPartition.partition == Int32(record.key?[0] ?? 9) % 2)
                #expect(record.value == nil)
                #expect(record.headers == [KafkaHeader(name: "h", value: nil)])
            }
        }
    }

    @Test("a ledger record goes to the partition it is meant for, and the receipt tells where it ends")
    func ledger() async throws {
        try await withLog { bench in
            let entries = (0..<3).map { number in
                CommitBatch.Entry(
                    destination: .ledger, placement: .partition(0),
                    record: ContractRecord(key: [UInt8(number)], value: number == 2 ? nil : [7], headers: [])
                )
            }
            let receipt = try await bench.log.commit(bench.batch(entries + [bench.entry("x")]))
            let written = try await read(Laboratory.ledger, partitions: 1, count: 3, from: bench.cluster)
            #expect(written.map(\.key) == [[0], [1], [2]])
            #expect(written.map(\.value) == [[7], [7], nil])
            // The mock gives each record the year 1970 as its log append time, which is none.
            #expect(receipt == CommitReceipt(ledgerEnds: [0: written[2].offset + 1]))
            let outcome = try await bench.log.commit(bench.batch([bench.entry("x")]))
            #expect(outcome == CommitReceipt(ledgerEnds: [:]))
        }
    }

    @Test("a ledger partition that is not there is not replaced by another, and its record is blamed")
    func ledgerPartitionMissing() async throws {
        try await withLog { bench in
            let entry = CommitBatch.Entry(
                destination: .ledger, placement: .partition(1),
                record: ContractRecord(key: [1], value: [1], headers: [])
            )
            let batch = bench.batch([entry])
            let error = await failure { () async throws(CommitFailure) in try await bench.log.commit(batch) }
            #expect(error == .aborted(code: "begin.partitionUnknown", blame: .content))
        }
    }

    @Test("a record the broker finds too large is blamed")
    func tooLarge() async throws {
        try await withLog { bench in
            let batch = bench.batch([bench.entry("x")])
            try bench.cluster.pushErrors(.produce, [.messageTooLarge])
            let error = await failure { () async throws(CommitFailure) in try await bench.log.commit(batch) }
            guard case .aborted(_, blame: .content)? = error else {
                Issue.record("no blame: \(String(describing: error))")
                return
            }
            await commitInTheEnd(bench, batch)
        }
    }

    @Test("before it is opened and after it is closed nothing is committed")
    func notOpen() async throws {
        try await withLog { bench in
            await bench.log.close()
            let batch = bench.batch([bench.entry("x")])
            let error = await failure { () async throws(CommitFailure) in try await bench.log.commit(batch) }
            #expect(error == .indefinite(code: "notOpen"))
            try await bench.log.open()
            try await bench.log.commit(batch)
        }
    }

    @Test(
        "a refusal by the group or of a partition is a definite abort, and the batch commits afterwards",
        arguments: [
            (MockRequest.transactionOffsetCommit, MockFault.illegalGeneration, "sendOffsets.ILLEGAL_GENERATION"),
            (.transactionOffsetCommit, .unknownMemberID, "sendOffsets.UNKNOWN_MEMBER_ID"),
            (.addPartitionsToTransaction, .topicAuthorizationFailed, nil),
        ] as [(MockRequest, MockFault, String?)]
    )
    func aborted(request: MockRequest, fault: MockFault, code: String?) async throws {
        try await withLog { bench in
            let batch = bench.batch([bench.entry("x")])
            try bench.cluster.pushErrors(request, [fault])
            let error = await failure { () async throws(CommitFailure) in try await bench.log.commit(batch) }
            guard case .aborted(let found, let blame)? = error else {
                Issue.record("not aborted: \(String(describing: error))")
                return
            }
            if let code { #expect(found == code) }
            #expect(blame == (code == nil ? .rights : nil))
            await commitInTheEnd(bench, batch)
        }
    }

    @Test("an old epoch at the end is fencing, told as fatal; the log opened anew goes on")
    func fenced() async throws {
        try await withLog { bench in
            let batch = bench.batch([bench.entry("x")])
            try bench.cluster.pushErrors(.endTransaction, [.invalidProducerEpoch])
            let error = await failure { () async throws(CommitFailure) in try await bench.log.commit(batch) }
            guard case .fatal(let code)? = error else {
                Issue.record("not fatal: \(String(describing: error))")
                return
            }
            #expect(code.hasPrefix("commit."))
            try await bench.log.open()
            try await bench.log.commit(batch)
        }
    }

    @Test("an end that stays open is indefinite; the log opened anew goes on")
    func indefinite() async throws {
        try await withLog { bench in
            let batch = bench.batch([bench.entry("x")])
            try bench.cluster.pushErrors(.endTransaction, [.unknownProducerID])
            let error = await failure { () async throws(CommitFailure) in try await bench.log.commit(batch) }
            guard case .indefinite(let code)? = error else {
                Issue.record("not indefinite: \(String(describing: error))")
                return
            }
            #expect(code.hasPrefix("commit."))
            // The producer of before is spent: it must not be used again.
            let again = await failure { () async throws(CommitFailure) in try await bench.log.commit(batch) }
            #expect(again == .indefinite(code: "commit.producerUnusable"))
            try await bench.log.open()
            try await bench.log.commit(batch)
        }
    }

    @Test("a ledger with another number of partitions than the commands is fatal when the log is opened")
    func ledgerPartitionCount() async throws {
        try await withLog(ledgerPartitions: 2, isOpened: false) { bench in
            let error = await failure { () async throws(CommitFailure) in try await bench.log.open() }
            #expect(error == .fatal(code: "ledger.partitionCount"))
            let batch = bench.batch([bench.entry("x")])
            let closed = await failure { () async throws(CommitFailure) in try await bench.log.commit(batch) }
            #expect(closed == .indefinite(code: "notOpen"))
        }
    }

    @Test("a transactional id that is not authorized is fatal when the log is opened")
    func unauthorized() async throws {
        try await withLog { bench in
            try bench.cluster.pushErrors(.initProducerID, [.transactionalIDAuthorizationFailed])
            let error = await failure { () async throws(CommitFailure) in try await bench.log.open() }
            #expect(error == .fatal(code: "initialize.TRANSACTIONAL_ID_AUTHORIZATION_FAILED"))
            let batch = bench.batch([bench.entry("x")])
            let closed = await failure { () async throws(CommitFailure) in try await bench.log.commit(batch) }
            #expect(closed == .indefinite(code: "notOpen"))
        }
    }

    @Test("the mock's plain offsets are committed with the transaction")
    func plainOffsets() async throws {
        try await withLog(plainOffsetCommits: true) { bench in
            try await bench.log.commit(bench.batch([bench.entry("x")]))
            let partition = TopicPartition(topic: Laboratory.commands, partition: 0)
            let committed = try await committedOffsets(of: partition, bench.cluster)
            #expect(committed == [partition: 1])
        }
    }

    @Test("for the mock, outcomes are written before the ledger, and no offset moves when the ledger's part fails")
    func writtenInOrder() async throws {
        try await withLog(plainOffsetCommits: true) { bench in
            let refused = CommitBatch.Entry(
                destination: .ledger, placement: .partition(9),
                record: ContractRecord(key: [1], value: [1], headers: [])
            )
            let batch = bench.batch([refused, bench.entry("x")])
            let error = await failure { () async throws(CommitFailure) in try await bench.log.commit(batch) }
            #expect(error == .aborted(code: "begin.partitionUnknown", blame: .content))
            let written = try await read(Laboratory.outcomes, partitions: 2, count: 1, from: bench.cluster)
            #expect(written.count == 1)
            let partition = TopicPartition(topic: Laboratory.commands, partition: 0)
            let committed = try await committedOffsets(of: partition, bench.cluster)
            #expect(committed == [:])
        }
    }

    private func committedOffsets(
        of partition: TopicPartition, _ cluster: MockCluster
    ) async throws -> [TopicPartition: Int64] {
        var membership = ConsumerConfiguration(
            connection: cluster.connection, groupID: "group", topics: [Laboratory.commands]
        )
        membership.fetchWait = .milliseconds(10)
        let asking = try KafkaConsumer(configuration: membership, logger: .quiet)
        return try await asking.committedOffsets([partition], timeout: .seconds(10))
    }
}
