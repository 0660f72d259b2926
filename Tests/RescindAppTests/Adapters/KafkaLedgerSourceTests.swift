import CommandContract
import CommandPipeline
import KafkaClient
import Synchronization
import Testing

@testable import RescindApp

/// On mock brokers, which hold no reader back before an open transaction: a reading to an end that is not there yet stands
/// for it.
@Suite("The ledger read from its topic", .timeLimit(.minutes(1)))
struct KafkaLedgerSourceTests {
    private struct Bench: Sendable {
        let cluster: MockCluster
        let ledger: KafkaLedgerSource
        let taken = Taken()

        /// Stores the records at the same time, so that they come in batches.
        /// - Returns: their keys in the order of their offsets.
        @discardableResult
        func fill(_ partition: Int32, _ numbers: Range<Int>, padding: [UInt8] = []) async throws -> [[UInt8]] {
            let producer = try RecordProducer(
                configuration: RecordProducerConfiguration(connection: cluster.connection), logger: .quiet
            )
            defer { Task { await producer.close() } }
            return try await withThrowingTaskGroup(of: (Int64, [UInt8]).self) { group in
                for number in numbers {
                    let key = Array("\(number)".utf8)
                    // Every third is a tombstone.
                    let value = number % 3 == 2 ? nil : [UInt8(number % 251)] + padding
                    group.addTask {
                        let record = OutgoingRecord(
                            topic: Laboratory.ledger, partition: partition, key: key, value: value
                        )
                        return (try await producer.send(record).offset, key)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
            }
        }

        func read(_ partition: Int32, from start: Int64? = nil, to end: Int64) async throws -> Int64 {
            try await ledger.read(partition, from: start, to: end) { taken.add($0) }
        }
    }

    /// What a reading has brought, batch by batch.
    private final class Taken: Sendable {
        private let state = Mutex<[[LedgerEntry]]>([])
        private let signals = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

        var batches: [[LedgerEntry]] { state.withLock { $0 } }
        var entries: [LedgerEntry] { batches.flatMap(\.self) }
        var keys: [[UInt8]] { entries.map(\.key) }

        func add(_ entries: [LedgerEntry]) {
            state.withLock { $0.append(entries) }
            signals.continuation.yield()
        }

        func something() async { for await _ in signals.stream { return } }
    }

    private func withLedger(_ body: (Bench) async throws -> Void) async throws {
        let cluster = try MockCluster(logger: .quiet)
        var kafka = RescindConfiguration.Kafka(connection: cluster.connection)
        kafka.plainOffsetCommits = true
        let marks = try PartitionReader(
            configuration: PartitionReaderConfiguration(kafka, .readUncommitted), starts: [:], logger: .quiet
        )
        let result: Result<Void, any Error>
        do {
            try cluster.createTopic(Laboratory.ledger, partitions: 2)
            let ledger = KafkaLedgerSource(kafka: kafka, marks: marks, logger: .quiet)
            try await body(Bench(cluster: cluster, ledger: ledger))
            result = .success(())
        } catch { result = .failure(error) }
        await marks.close()
        await cluster.close()
        try result.get()
    }

    @Test("everything up to the end comes in order, tombstones too, in batches of a bounded size")
    func everything() async throws {
        try await withLedger { bench in
            let keys = try await bench.fill(1, 0..<2500)
            #expect(try await bench.ledger.partitionCount() == 2)
            let end = try await bench.ledger.end(of: 1)
            #expect(end == 2500)
            #expect(try await bench.read(1, to: end) == 2500)
            #expect(bench.taken.keys == keys)
            for entry in bench.taken.entries {
                let number = try #require(Int(String(decoding: entry.key, as: UTF8.self)))
                #expect(entry.value == (number % 3 == 2 ? nil : [UInt8(number % 251)]))
                #expect(entry.timestamp != nil)
            }
            #expect(bench.taken.batches.allSatisfy { (1...1000).contains($0.count) })
            #expect(bench.taken.batches.contains { $0.count == 1000 })
        }
    }

    @Test("a reading begins at its offset, and has nothing to do at or past its end")
    func fromOffset() async throws {
        try await withLedger { bench in
            let keys = try await bench.fill(0, 0..<20)
            #expect(try await bench.read(0, from: 15, to: 20) == 20)
            #expect(bench.taken.keys == Array(keys[15...]))
            #expect(try await bench.read(0, from: 20, to: 20) == 20)
            #expect(try await bench.read(0, from: 12, to: 10) == 12)
            #expect(bench.taken.keys.count == 5)
        }
    }

    @Test("an offset past the log begins at the beginning")
    func pastTheLog() async throws {
        try await withLedger { bench in
            let keys = try await bench.fill(0, 0..<5)
            #expect(try await bench.read(0, from: 99, to: 5) == 5)
            #expect(bench.taken.keys == keys)
        }
    }

    @Test("an offset before the log, which retention has cut, begins at the first record that is left")
    func beforeTheLog() async throws {
        try await withLedger { bench in
            // The mock keeps 5 MB of a partition, and librdkafka compresses.
            let padding = (0..<900_000).map { _ in UInt8.random(in: .min ... .max) }
            for number in 0..<12 where number % 3 != 2 {
                try await bench.fill(0, number..<number + 1, padding: padding)
            }
            let end = try await bench.ledger.end(of: 0)
            #expect(end == 8)
            #expect(try await bench.read(0, from: 0, to: end) == end)
            let keys = bench.taken.keys
            #expect(keys.last == Array("10".utf8))
            #expect((1..<8).contains(keys.count))
            #expect(try await bench.read(0, from: nil, to: end) == end)
            #expect(bench.taken.keys == keys + keys)
        }
    }

    @Test("a log whose first records go while a reading begins is read from what is its beginning then")
    func beginningMoves() async throws {
        try await withLedger { bench in
            let keys = try await bench.fill(0, 0..<5)
            try bench.cluster.pushErrors(.fetch, [.offsetOutOfRange])
            #expect(try await bench.read(0, from: 3, to: 5) == 5)
            #expect(bench.taken.keys == keys)
        }
    }

    @Test("an empty partition is read at once")
    func empty() async throws {
        try await withLedger { bench in
            try await bench.fill(1, 0..<1)
            #expect(try await bench.ledger.end(of: 0) == 0)
            #expect(try await bench.read(0, to: 0) == 0)
            #expect(try await bench.read(0, from: 7, to: 0) == 0)
            #expect(bench.taken.batches.isEmpty)
        }
    }

    @Test("what is readable is given at once, and the reading waits for the rest")
    func waits() async throws {
        try await withLedger { bench in
            let first = try await bench.fill(0, 0..<3)
            async let next = bench.read(0, to: 5)
            await bench.taken.something()
            #expect(bench.taken.keys == first)
            let second = try await bench.fill(0, 3..<6)
            #expect(try await next >= 5)
            #expect(Array(bench.taken.keys.prefix(5)) == Array((first + second).prefix(5)))
        }
    }

    @Test("a reading that waits ends when its task is cancelled")
    func cancelled() async throws {
        try await withLedger { bench in
            try await bench.fill(0, 0..<3)
            let reading = Task { try await bench.read(0, to: 4) }
            await bench.taken.something()
            reading.cancel()
            await #expect(throws: CancellationError.self) { try await reading.value }
            #expect(bench.taken.keys.count == 3)
        }
    }

    @Test("a topic that is not there is an error")
    func missing() async throws {
        try await withLedger { bench in
            try bench.cluster.setError(.unknownTopicOrPartition, of: Laboratory.ledger)
            await #expect(throws: KafkaError.self) { try await bench.ledger.partitionCount() }
        }
    }
}
