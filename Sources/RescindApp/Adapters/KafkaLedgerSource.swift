import CommandContract
package import CommandPipeline
package import KafkaClient
package import Logging

/// The ledger topic, read partition by partition, each by a client of its own that lives as long as the reading.
package final class KafkaLedgerSource: LedgerSource {
    private let kafka: RescindConfiguration.Kafka
    private let marks: PartitionReader
    private let logger: Logger

    private let turns = ReadingTurns(4)

    private static let metadataTimeout: Duration = .seconds(5)
    /// Of one call of `take`.
    private static let batchEntries = 1000
    private static let batchBytes = 4 << 20

    /// - Parameter marks: a `read_uncommitted` reader, which stays the caller's to close.
    package init(kafka: RescindConfiguration.Kafka, marks: PartitionReader, logger: Logger) {
        self.kafka = kafka
        self.marks = marks
        self.logger = logger
    }

    package func partitionCount() async throws -> Int32 {
        try await marks.partitionCount(of: kafka.ledger, timeout: Self.metadataTimeout)
    }

    package func end(of partition: Int32) async throws -> Int64 {
        try await marks.watermarks(of: topicPartition(partition), timeout: Self.metadataTimeout).high
    }

    package func read(
        _ partition: Int32, from start: Int64?, to end: Int64, take: @Sendable ([LedgerEntry]) async -> Void
    ) async throws -> Int64 {
        // What became of a transaction is asked with a start: the whole worker waits for that short reading.
        if let start { return try await readFrom(start, partition, to: end, nil, take: take) }
        return try await turns.perform { turn in
            try Task.checkCancellation()
            return try await readFrom(nil, partition, to: end, turn, take: take)
        }
    }

    private func readFrom(
        _ start: Int64?, _ partition: Int32, to end: Int64, _ turn: ReadingTurns.Turn?,
        take: @Sendable ([LedgerEntry]) async -> Void
    ) async throws -> Int64 {
        do { return try await readOnce(partition, from: start, to: end, turn, take: take) } catch let error
            as KafkaError
            where error.isOutOfRange
        {
            // The log's first offset has moved between the question for it and the reading.
            return try await readOnce(partition, from: nil, to: end, turn, take: take)
        }
    }

    private func readOnce(
        _ partition: Int32, from start: Int64?, to end: Int64, _ turn: ReadingTurns.Turn?,
        take: @Sendable ([LedgerEntry]) async -> Void
    ) async throws -> Int64 {
        let topicPartition = topicPartition(partition)
        let (low, high) = try await marks.watermarks(of: topicPartition, timeout: Self.metadataTimeout)
        let first = start.flatMap { (low...max(low, high)).contains($0) ? $0 : nil } ?? low
        guard first < end else { return first }
        let reader = try PartitionReader(
            configuration: configuration, starts: [topicPartition: first], logger: logger
        )
        let result: Result<Int64, any Error>
        do { result = .success(try await Self.drain(reader, to: end, turn, take: take)) } catch {
            result = .failure(error)
        }
        await reader.close()
        return try result.get()
    }

    private static func drain(
        _ reader: PartitionReader, to end: Int64, _ turn: ReadingTurns.Turn?,
        take: @Sendable ([LedgerEntry]) async -> Void
    ) async throws -> Int64 {
        var entries: [LedgerEntry] = []
        var bytes = 0
        func flush() async {
            guard !entries.isEmpty else { return }
            await take(entries)
            entries.removeAll(keepingCapacity: true)
            bytes = 0
        }
        while let event = try await reader.next() {
            switch event {
            case .record(let record):
                // A compacted topic takes no record without a key.
                guard let key = record.key else { continue }
                entries.append(LedgerEntry(key: key, record))
                bytes += key.count + (record.value?.count ?? 0)
                if entries.count >= batchEntries || bytes >= batchBytes { await flush() }
            case .endOfPartition(_, let nextOffset):
                // Also where an open transaction begins: what is behind it may be a while in coming.
                await flush()
                if nextOffset >= end { return nextOffset }
                // Others must not wait for somebody's open transaction.
                turn?.giveBack()
            }
            try Task.checkCancellation()
        }
        throw CancellationError()
    }

    /// Several partitions are read at a time, so each is given little room.
    private var configuration: PartitionReaderConfiguration {
        var configuration = PartitionReaderConfiguration(kafka, .readCommitted)
        configuration.bufferedRecords = 4 * Self.batchEntries
        configuration.bufferedBytes = Self.batchBytes
        return configuration
    }

    private func topicPartition(_ number: Int32) -> TopicPartition {
        TopicPartition(topic: kafka.ledger, partition: number)
    }
}

extension LedgerEntry {
    fileprivate init(key: [UInt8], _ record: KafkaRecord) {
        self.init(
            key: key, value: record.value,
            timestamp: record.timestampMilliseconds.map { Timestamp(milliseconds: $0) }
        )
    }
}

extension KafkaError {
    /// `_AUTO_OFFSET_RESET` is how a reader without a rule for it tells `OFFSET_OUT_OF_RANGE`.
    fileprivate var isOutOfRange: Bool { ["OFFSET_OUT_OF_RANGE", "_AUTO_OFFSET_RESET"].contains(code) }
}
