import CommandContract
import CommandPipeline
import GraphSimulator
import KafkaClient
import Testing

@testable import RescindApp

@Suite("Bad records over the wire", .timeLimit(.minutes(1)))
struct BadRecordsTests {
    private let limit = 4096

    @Test("each is answered, kept as it came, never asked of Graph, and the partitions move on")
    func badRecords() async throws {
        let bad = BadRecord.all(size: limit)
        try await Laboratory.with { lab in
            var configuration = try lab.configuration()
            configuration.limits.commandBytes = limit
            let places = try await lab.send(bad.map(\.record))
            let tombstone = SentRecord(key: Array("x".utf8), value: nil, headers: SentRecord.structured)
            try await lab.send((0..<8).map { SentRecord(key: [$0], value: nil, headers: tombstone.headers) })
            // One good command behind them in every partition, whatever mailbox leads there.
            let good = try (0..<12).map { try lab.simulator.meeting(organizer: $0).organizerEventID }
            let after = try await lab.send(
                good.enumerated().map { index, event in
                    .cancel(event, id: "good-\(index)", user: LabWorld.global.mailboxes[index].objectID)
                }
            )
            #expect(Set(after.map(\.partition)).count == lab.partitions)
            try await lab.withWorker(configuration) { _ in try await lab.outcomes(of: places + after) }
            let outcomes = Dictionary(
                grouping: try await lab.snapshot(Laboratory.outcomes).compactMap { SeenOutcome($0) }, by: \.command
            )
            #expect(outcomes.count == places.count + after.count)
            for (bad, place) in zip(bad, places) { check(bad, outcomes[place] ?? []) }
            for place in after { #expect(outcomes[place]?.map(\.reason) == ["cancelled"]) }
            try await checkDeadLetters(lab, zip(places, bad))
            // Reads and cancels of the good ones, one token, nothing else.
            let counts = lab.simulator.graph.requestCounts
            #expect(counts.byOperation == [.metadata: 1, .token: 1, .read: good.count, .cancel: good.count])
        }
    }

    @Test("no key, an empty key and a thousand headers are no fault of a command")
    func oddRecords() async throws {
        try await Laboratory.with(partitions: 1) { lab in
            var records = try (0..<3).map { number in
                SentRecord.cancel(try lab.simulator.meeting().organizerEventID, id: "odd-\(number)")
            }
            records[0].key = nil
            records[1].key = []
            records[2].headers += (0..<1000).map { RecordHeader("h\($0)", "v") }
            let places = try await lab.send(records)
            try await lab.withWorker { _ in
                let outcomes = try await lab.outcomes(of: places)
                for place in places { #expect(outcomes[place]?.map(\.reason) == ["cancelled"]) }
            }
            // That the records stood in the topic as they were meant to.
            let stored = try await lab.snapshot(Laboratory.commands)
            #expect(stored.map(\.key) == [nil, [], records[2].key])
            #expect(stored.map(\.headers.count) == [1, 1, 1001])
        }
    }

    private func check(_ bad: BadRecord, _ seen: [SeenOutcome]) {
        #expect(seen.count == 1, "\(bad.name)")
        #expect(seen.first?.reason == bad.reason.rawValue, "\(bad.name)")
        #expect(seen.first?.type == bad.reason.status.eventType, "\(bad.name)")
        #expect(seen.first?.message?.contains(bad.named) == true, "\(bad.name): \(seen.first?.message ?? "-")")
        #expect(seen.first?.attempts == 0)
        #expect((seen.first?.subject == nil) == (bad.reason.status == .undecodable), "\(bad.name)")
    }

    private func checkDeadLetters(
        _ lab: Laboratory, _ bad: some Sequence<(CommandPlace, BadRecord)>
    ) async throws {
        let letters = try await lab.snapshot(Laboratory.deadLetters)
        var found: [CommandPlace: KafkaRecord] = [:]
        for letter in letters {
            let place = CommandPlace(
                partition: Int32(letter.header("rescind-partition") ?? "") ?? -1,
                offset: Int64(letter.header("rescind-offset") ?? "") ?? -1
            )
            #expect(found.updateValue(letter, forKey: place) == nil)
        }
        for (place, bad) in bad {
            let letter = try #require(found[place], "\(bad.name)")
            #expect(letter.header("rescind-reason") == bad.reason.rawValue)
            #expect(letter.header("rescind-topic") == Laboratory.commands)
            if (bad.record.value?.count ?? 0) > limit + 64 * 1024 {
                #expect(letter.header("rescind-original-bytes") == "\(bad.record.value?.count ?? 0)")
                #expect(letter.header("rescind-original-sha256")?.count == 64)
            } else {
                #expect(letter.key == bad.record.key, "\(bad.name)")
                #expect(letter.value == bad.record.value, "\(bad.name)")
                let kept = letter.headers.prefix(bad.record.headers.count)
                #expect(Array(kept) == bad.record.headers.map { KafkaHeader(name: $0.name, value: $0.value) })
            }
        }
        #expect(letters.count == found.count)
    }
}

extension KafkaRecord {
    fileprivate func header(_ name: String) -> String? {
        headers.first { $0.name == name }?.value.map { String(decoding: $0, as: UTF8.self) }
    }
}
