import CommandContract

@testable import MeetingCancellation

/// Draws ledger records of every state, extreme numbers and empty strings included.
struct RandomLedger {
    var generator: SeededGenerator

    mutating func position() -> LedgerRecord {
        .position(
            LedgerPosition(
                nextOffset: number(), partitionCount: Int32(truncatingIfNeeded: number()),
                writer: generator.next(), transaction: generator.next())
        )
    }

    mutating func waiting() -> LedgerRecord {
        var command = kept()
        command.resumesAt = timestamp()
        return .waiting(command)
    }

    mutating func attempting() -> LedgerRecord {
        var command = kept()
        command.witness = generator.chance(80) ? witness() : nil
        return .attempting(command)
    }

    mutating func settled() -> LedgerRecord {
        .settled(
            SettledCommand(
                content: ContentHash(value: generator.next()), offset: number(), timestamp: timestamp(),
                settled: Timestamp(milliseconds: Int64(generator.next() % 4_000_000_000) * 1000),
                reason: generator.pick(OutcomeReason.allCases),
                evidence: generator.pick([nil, .acknowledged, .observed, .inferred]),
                attempts: Int(generator.next() % 300))
        )
    }

    private mutating func kept() -> KeptCommand {
        var command = KeptCommand(
            content: ContentHash(value: generator.next()), offset: number(), timestamp: timestamp(),
            consumed: Timestamp(milliseconds: number()), key: generator.chance(50) ? bytes() : nil, value: bytes(),
            headers: (0..<generator.next() % 4).map { _ in
                RecordHeader(name: text(), value: generator.chance(70) ? bytes() : nil)
            }
        )
        command.attempts = Int(generator.next() % 65_536)
        command.hadAmbiguousAttempt = generator.chance(50)
        return command
    }

    private mutating func witness() -> MeetingSnapshot {
        MeetingSnapshot(
            id: text(), iCalUId: generator.chance(50) ? text() : nil,
            kind: generator.pick([.singleInstance, .occurrence, .exception, .seriesMaster, .unknown]),
            seriesMasterID: generator.chance(50) ? text() : nil, isOrganizer: generator.chance(50),
            isCancelled: generator.chance(50), start: Timestamp(milliseconds: number())
        )
    }

    private mutating func number() -> Int64 {
        generator.pick([0, 1, -1, .max, .min, Int64(truncatingIfNeeded: generator.next())])
    }

    private mutating func timestamp() -> Timestamp? {
        generator.chance(20) ? nil : Timestamp(milliseconds: number())
    }

    private mutating func bytes() -> [UInt8] {
        (0..<generator.next() % 20).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    }

    private mutating func text() -> String { generator.pick(["", "a", "é", "\u{1F600}x", "AAMkAGI1-_="]) }
}
