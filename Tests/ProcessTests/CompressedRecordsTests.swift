import CommandContract
import Foundation
import GraphSimulator
import KafkaClient
import Logging
import Testing

/// B26 of the bad-input catalogue: what is small on the wire and large in memory.
@Suite("Compressed records, between processes", .timeLimit(.minutes(5)))
struct CompressedRecordsTests {
    private static let codecs = ["none", "gzip", "snappy", "lz4", "zstd"]
    private static let rounds = 2
    private static let limit = 128 * 1024
    /// From the end of the worker's first round to the highest point after it: what a codec's records take uncompressed, three
    /// times (measured: 3 MiB).
    private static let mostGrowth = 48 << 20

    @Test("each is answered, whichever codec packed it, and the worker's memory stays bounded")
    func compressed() async throws {
        try await Landscape.with { landscape in
            try await RunningProcess.with(.rescind, ["run", "--config", landscape.configuration]) { worker in
                var first = 0
                var highest = 0
                var sent = 0
                for round in 0...Self.rounds {
                    for codec in Self.codecs {
                        let records = Self.records(codec)
                        let places = try await send(records.map(\.record), codec, landscape.bootstrap)
                        sent += records.reduce(0) { $0 + ($1.record.value?.count ?? 0) }
                        let answers = try await Outcomes.reasons(
                            at: Set(places), from: landscape.bootstrap, partitions: 2
                        ) { highest = max(highest, worker.resident ?? .max) }
                        #expect(places.map { answers[$0] } == records.map { $0.reason.rawValue }, "\(codec)")
                    }
                    // The first round only warms up: pools, caches, buffers.
                    if round == 0 { (first, highest, sent) = (try #require(worker.resident), 0, 0) }
                }
                #expect(sent > 2 * Self.mostGrowth)
                #expect(highest - first < Self.mostGrowth, "\(first) bytes at first, \(highest) later")
            }
        }
    }

    /// Commands just under the limit, which are read, and records beyond it, which are only measured. Uncompressed there
    /// are fewer: the mock keeps 5 MB a partition.
    private static func records(_ codec: String) -> [(record: OutgoingRecord, reason: OutcomeReason)] {
        let isPacked = codec != "none"
        let commands = (0..<(isPacked ? 16 : 8)).map { number in
            (record: command(id: "\(codec)-\(number)", bytes: limit), reason: OutcomeReason.commentTooLong)
        }
        let bombs = (0..<(isPacked ? 16 : 2)).map { number in
            (
                record: outgoing([UInt8](repeating: UInt8(ascii: "["), count: 900_000 + number)),
                reason: OutcomeReason.tooLarge
            )
        }
        return commands + bombs
    }

    private static let key = Array("\(LabWorld.global.id)/\(LabWorld.global.mailboxes[0].objectID)".lowercased().utf8)

    private static func outgoing(_ value: [UInt8]) -> OutgoingRecord {
        OutgoingRecord(
            topic: "meeting.cancel.commands", partition: OutgoingRecord.partitionByKey, key: key, value: value,
            headers: [KafkaHeader(name: "content-type", value: Array("application/cloudevents+json".utf8))]
        )
    }

    /// A command that fills a record of this size with its comment.
    private static func command(id: String, bytes: Int) -> OutgoingRecord {
        let empty = outgoing(event(id: id, comment: ""))
        let headers = empty.headers.map { RecordHeader(name: $0.name, value: $0.value) }
        let taken = RecordSize.of(key: key, value: empty.value, headers: headers)
        return outgoing(event(id: id, comment: String(repeating: "x", count: bytes - taken)))
    }

    private static func event(id: String, comment: String) -> [UInt8] {
        let data = JSONObject([
            ("tenant", .string(LabWorld.global.id)),
            ("target", .object(JSONObject([("user", .string(LabWorld.global.mailboxes[0].objectID))]))),
            ("event", .object(JSONObject([("id", .string("AAMkCompressed="))]))), ("comment", .string(comment)),
        ])
        let event = JSONObject([
            ("specversion", .string("1.0")), ("id", .string(id)), ("source", .string(Landscape.source)),
            ("type", .string(CancelCommand.type)), ("data", .object(data)),
        ])
        return JSONWriter.write(.object(event))
    }

    /// Sends all at once, so that the producer packs them together.
    private func send(
        _ records: [OutgoingRecord], _ codec: String, _ bootstrap: String
    ) async throws -> [RecordProducer.Position] {
        let settings = ["compression.type": codec, "linger.ms": "20", "check.crcs": "false", "log_level": "3"]
        let connection = KafkaConnection(bootstrapServers: bootstrap, settings: settings)
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let producer = try RecordProducer(
            configuration: RecordProducerConfiguration(connection: connection), logger: quiet)
        let stored: [Int: RecordProducer.Position]
        do {
            stored = try await withThrowingTaskGroup(of: (Int, RecordProducer.Position).self) { group in
                for (index, record) in records.enumerated() {
                    group.addTask { (index, try await producer.send(record)) }
                }
                return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
        } catch {
            await producer.close()
            throw error
        }
        await producer.close()
        return records.indices.compactMap { stored[$0] }
    }
}
