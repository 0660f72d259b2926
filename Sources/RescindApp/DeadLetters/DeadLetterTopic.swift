import CommandContract
import CommandPipeline
import KafkaClient
import Logging

/// The dead-letter topic, read to the end it has at the moment.
struct DeadLetterTopic: Sendable {
    enum Failure: Error, Equatable {
        /// A partition tells nothing, mostly because it has no leader.
        case silent(TopicPartition)
        /// More letters and marks than were to be held.
        case tooMany(bound: Int)
    }

    let kafka: RescindConfiguration.Kafka
    /// For one answer, and between two records.
    let timeout: Duration
    var clock = SystemClock()

    /// - Parameter take: is given every record, in the order of its partition.
    /// - Throws: `KafkaError`, ``Failure``, or what `take` throws.
    func scan(_ take: (KafkaRecord) async throws -> Void) async throws {
        let ends = try await ends()
        guard !ends.isEmpty else { return }
        try await read(from: ends.mapValues(\.low), to: ends.mapValues(\.high), take)
    }

    /// - Returns: nil when no committed record stands there.
    func record(at place: TopicPartition, offset: Int64) async throws -> KafkaRecord? {
        guard let end = try await ends()[place], (end.low..<end.high).contains(offset) else { return nil }
        var found: KafkaRecord?
        try await read(from: [place: offset], to: [place: offset + 1]) { record in
            if record.offset == offset { found = record }
        }
        return found
    }

    /// Of the partitions that hold anything.
    private func ends() async throws -> [TopicPartition: (low: Int64, high: Int64)] {
        try await reading([:]) { reader in
            var ends: [TopicPartition: (low: Int64, high: Int64)] = [:]
            for number in 0..<(try await reader.partitionCount(of: kafka.deadLetters, timeout: timeout)) {
                let partition = TopicPartition(topic: kafka.deadLetters, partition: number)
                let marks = try await reader.watermarks(of: partition, timeout: timeout)
                if marks.low < marks.high { ends[partition] = marks }
            }
            return ends
        }
    }

    private func read(
        from starts: [TopicPartition: Int64], to ends: [TopicPartition: Int64],
        _ take: (KafkaRecord) async throws -> Void
    ) async throws {
        try await reading(starts) { reader in
            let watch = ReadingWatch()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { [timeout, clock] in
                    await watch.silence(of: timeout, by: clock)
                    // Ends the wait below; after the last record nobody waits any more.
                    await reader.close()
                }
                defer { group.cancelAll() }
                try await Self.drain(reader, to: ends, watch, take)
            }
        }
    }

    private static func drain(
        _ reader: PartitionReader, to ends: [TopicPartition: Int64], _ watch: ReadingWatch,
        _ take: (KafkaRecord) async throws -> Void
    ) async throws {
        var open = ends
        while let waiting = open.keys.min() {
            watch.waits()
            guard let event = try await reader.next() else {
                try Task.checkCancellation()
                throw Failure.silent(waiting)
            }
            watch.works()
            switch event {
            case .record(let record):
                // A partition that is read to its end goes on giving what is written behind it.
                guard let end = open[record.topicPartition], record.offset < end else { continue }
                try await take(record)
                if record.offset + 1 >= end { open[record.topicPartition] = nil }
            case .endOfPartition(let partition, let nextOffset):
                if let end = open[partition], nextOffset >= end { open[partition] = nil }
            }
        }
    }

    private func reading<Value: Sendable>(
        _ starts: [TopicPartition: Int64], _ body: (PartitionReader) async throws -> Value
    ) async throws -> Value {
        var configuration = PartitionReaderConfiguration(kafka, .readCommitted)
        configuration.fetchedAheadKiB = 32 * 1024
        let reader = try PartitionReader(configuration: configuration, starts: starts, logger: KafkaInspection.logger)
        let result: Result<Value, any Error>
        do { result = .success(try await body(reader)) } catch { result = .failure(error) }
        await reader.close()
        return try result.get()
    }
}

extension DeadLetterTopic {
    /// Everything it says, folded.
    /// - Parameter bound: of ``DeadLetterShelf/held``; a part of the topic would tell wrong states, so there is none.
    func shelf(
        decoder: RecordDecoder, proof: LetterProof, bound: Int = DeadLetterShelf.usualBound
    ) async throws -> DeadLetterShelf {
        var shelf = DeadLetterShelf(decoder: decoder, proof: proof)
        try await scan { record in
            shelf.take(
                position: record.position, key: record.key, value: record.value,
                headers: record.headers.map { RecordHeader($0) }
            )
            guard shelf.held <= bound else { throw Failure.tooMany(bound: bound) }
        }
        return shelf
    }
}
