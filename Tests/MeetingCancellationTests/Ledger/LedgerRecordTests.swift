import CommandContract
import Testing

@testable import MeetingCancellation

@Suite("Ledger records")
struct LedgerRecordTests {
    private static let broker = Timestamp(milliseconds: 1_800_000_000_000)

    @Test("every state comes back as it was written", arguments: 0..<500 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var records = RandomLedger(generator: SeededGenerator(seed: seed))
        for record in [records.position(), records.waiting(), records.attempting(), records.settled()] {
            // A settled command counts its time by the broker's, in whole seconds.
            let recorded = if case .settled(let settled, _) = record { settled.settled } else { Self.broker }
            #expect(try LedgerRecord(record.bytes, recorded: recorded) == record, "seed \(seed)")
        }
    }

    @Test("a record that ends early is malformed, wherever it ends", arguments: 0..<40 as Range<UInt64>)
    func truncated(seed: UInt64) {
        var records = RandomLedger(generator: SeededGenerator(seed: seed))
        for record in [records.position(), records.waiting(), records.attempting(), records.settled()] {
            for count in 0..<record.bytes.count {
                #expect(throws: LedgerRecord.CodingFailure.malformed, "seed \(seed), \(count) bytes") {
                    try LedgerRecord(Array(record.bytes.prefix(count)), recorded: Self.broker)
                }
            }
            #expect(throws: LedgerRecord.CodingFailure.malformed, "seed \(seed), a byte too many") {
                try LedgerRecord(record.bytes + [0], recorded: Self.broker)
            }
        }
    }

    /// It may become another valid record; what it must not do is trap, or be taken for another version's.
    @Test("no flipped bit traps", arguments: 0..<40 as Range<UInt64>)
    func flipped(seed: UInt64) {
        var records = RandomLedger(generator: SeededGenerator(seed: seed))
        for record in [records.position(), records.waiting(), records.attempting(), records.settled()] {
            for index in record.bytes.indices {
                for bit in 0..<8 {
                    var bytes = record.bytes
                    bytes[index] ^= 1 << bit
                    let reading = Result { try LedgerRecord(bytes, recorded: nil) }
                    if index == 0 {
                        #expect(throws: LedgerRecord.CodingFailure.unknownVersion(bytes[0]), "seed \(seed)") {
                            try reading.get()
                        }
                    } else if case .success(let read) = reading {
                        #expect(read.bytes.first == LedgerRecord.version, "seed \(seed)")
                    }
                }
            }
        }
    }

    @Test("another version or state is told apart from a broken record")
    func unknown() {
        #expect(throws: LedgerRecord.CodingFailure.unknownVersion(2)) { try LedgerRecord([2, 1], recorded: nil) }
        #expect(throws: LedgerRecord.CodingFailure.unknownVersion(0)) { try LedgerRecord([0], recorded: nil) }
        #expect(throws: LedgerRecord.CodingFailure.malformed) { try LedgerRecord([1, 5], recorded: nil) }
        #expect(throws: LedgerRecord.CodingFailure.malformed) { try LedgerRecord([], recorded: nil) }
    }

    /// What a running cluster has in its ledger: no release may read it otherwise.
    @Test("the bytes of each state are the same for ever", arguments: zip(pinned, pinnedBytes))
    func format(record: LedgerRecord, bytes: String) throws {
        #expect(Self.hex(record.bytes) == bytes)
    }

    @Test("a reason of a later version is read as the one that promises least")
    func laterReason() throws {
        let known = Self.settled.bytes
        let text = Array("cancelled".utf8)
        let start = try #require(known.indices.first { known[$0...].starts(with: text) })
        var later = known
        later.replaceSubrange(start..<start + text.count, with: Array("cancelyed".utf8))
        guard case .settled(let command, _) = try LedgerRecord(later, recorded: Self.broker) else {
            Issue.record("not settled")
            return
        }
        #expect(command.reason == .answerLost)
    }

    private static let kept: KeptCommand = {
        var kept = KeptCommand(
            content: ContentHash(value: 0x0102_0304_0506_0708), offset: 9, timestamp: Timestamp(milliseconds: 10),
            consumed: Timestamp(milliseconds: 11), key: [0x6B], value: [0x76],
            headers: [RecordHeader(name: "h", value: nil), RecordHeader(name: "i", value: [1])]
        )
        kept.attempts = 2
        kept.hadAmbiguousAttempt = true
        return kept
    }()

    private static let settled = LedgerRecord.settled(
        SettledCommand(
            content: ContentHash(value: 1), offset: 2, timestamp: Timestamp(milliseconds: 3), settled: broker,
            reason: .cancelled, evidence: .acknowledged, attempts: 1)
    )

    static let pinned: [LedgerRecord] = {
        var waiting = kept
        waiting.resumesAt = Timestamp(milliseconds: 12)
        var attempting = kept
        attempting.witness = MeetingSnapshot(
            id: "A", iCalUId: "u", kind: .occurrence, seriesMasterID: nil, isOrganizer: true, isCancelled: false,
            start: Timestamp(milliseconds: 13)
        )
        return [
            .position(LedgerPosition(nextOffset: 1, partitionCount: 2, writer: 3, transaction: 4)), .waiting(waiting),
            .attempting(attempting), settled,
        ]
    }()

    private static let keptBytes =
        "0102030405060708" + "0000000000000009" + "01000000000000000a" + "000000000000000b" + "0002" + "01"
        + "01000000016b" + "0000000176" + "00000002" + "000000016800" + "0000000169010000000101"

    static let pinnedBytes = [
        "0101" + "0000000000000001" + "00000002" + "0000000000000003" + "0000000000000004",
        "0102" + keptBytes + "01000000000000000c",
        "0103" + keptBytes + "01" + "0000000141" + "010000000175" + "0000000a6f6363757272656e6365" + "00" + "01"
            + "000000000000000d",
        "0104" + "0000000000000001" + "0000000000000002" + "00000003" + "6b49d200" + "01"
            + "0000000963616e63656c6c6564" + "010000000c61636b6e6f776c6564676564",
    ]

    private static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
