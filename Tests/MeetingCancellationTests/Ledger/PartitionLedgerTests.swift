import CommandContract
import Testing

@testable import MeetingCancellation

@Suite("Partition ledger")
struct PartitionLedgerTests {
    private static let window: Duration = .seconds(1000)
    private static let start = Timestamp(milliseconds: 1_800_000_000_000)

    @Test("the last record of a key counts; open commands come in the order of their records, not of the ledger")
    func restores() throws {
        var ledger = PartitionLedger(window: Self.window)
        try ledger.restore(.waiting(Self.kept(5)), for: 1)
        try ledger.restore(.waiting(Self.kept(3)), for: 2)
        try ledger.restore(.attempting(Self.kept(9)), for: 3)
        try ledger.restore(.attempting(Self.kept(5)), for: 1)
        try ledger.restore(.settled(Self.settled(9)), for: 3)
        let restored = ledger.takeRestored()
        #expect(restored.map(\.0) == [Self.hash(2), Self.hash(1)])
        #expect(restored.map(\.1.isAttempting) == [false, true])
        #expect(ledger.settled(Self.hash(3))?.offset == 9)
        #expect(ledger.takeRestored().isEmpty, "taken over once")
    }

    @Test("a tombstone forgets what was settled, and what was open")
    func tombstones() throws {
        var ledger = PartitionLedger(window: Self.window)
        try ledger.restore(.settled(Self.settled(1)), for: 1)
        try ledger.restore(.waiting(Self.kept(2)), for: 2)
        for number: UInt64 in [1, 2, 3] { try ledger.restore(nil, for: number) }
        #expect(ledger.settled(Self.hash(1)) == nil)
        #expect(ledger.settledCount == 0)
        #expect(ledger.takeRestored().isEmpty)
    }

    @Test("a command that is begun anew after its window is open and not settled")
    func begunAnew() throws {
        var ledger = PartitionLedger(window: Self.window)
        try ledger.restore(.settled(Self.settled(1)), for: 1)
        try ledger.restore(.waiting(Self.kept(8)), for: 1)
        #expect(ledger.settled(Self.hash(1)) == nil)
        #expect(ledger.takeRestored().map(\.1.command.offset) == [8])
    }

    @Test("the position is the last one, and keys and values that do not go together are refused")
    func positions() throws {
        var ledger = PartitionLedger(window: Self.window)
        #expect(ledger.position == nil)
        for next: Int64 in [4, 7] {
            let position = LedgerRecord.position(
                LedgerPosition(nextOffset: next, partitionCount: 3, writer: 1, transaction: UInt64(next)))
            try ledger.restore(key: LedgerKey.position.bytes, value: position.bytes, recorded: Self.start)
        }
        #expect(ledger.position?.nextOffset == 7)
        for (key, value) in [
            (LedgerKey.position.bytes, LedgerRecord.waiting(Self.kept(1)).bytes),
            (LedgerKey.command(Self.hash(1)).bytes, LedgerRecord.pinnedPosition.bytes),
            (Array("#later".utf8), LedgerRecord.pinnedPosition.bytes),
        ] {
            #expect(throws: LedgerRecord.CodingFailure.malformed) {
                try ledger.restore(key: key, value: value, recorded: nil)
            }
        }
    }

    @Test("the window counts by the broker's time, to the end of its last second")
    func window() throws {
        var ledger = PartitionLedger(window: Self.window)
        try ledger.restore(.settled(Self.settled(1)), for: 1)
        #expect(ledger.time == Self.start)
        ledger.passed(to: Self.start + Self.window)
        #expect(ledger.settled(Self.hash(1)) != nil)
        #expect(!ledger.isBeforeWindow(Self.start))
        #expect(ledger.forgetOldest(10, before: .max) == [])
        ledger.passed(to: Self.start + Self.window + .milliseconds(1))
        #expect(ledger.settled(Self.hash(1)) == nil)
        #expect(ledger.isBeforeWindow(Self.start))
        #expect(ledger.settledCount == 1, "until its tombstone is written")
        #expect(ledger.forgetOldest(10, before: .max) == [Self.hash(1)])
        #expect(ledger.settledCount == 0)
    }

    /// Used anew, its identity would not tell that record's second delivery any more.
    @Test("a command whose record will be delivered again is known beyond the window")
    func unread() throws {
        var ledger = PartitionLedger(window: Self.window)
        try ledger.restore(.settled(Self.settled(5)), for: 1)
        ledger.passed(to: Self.start + Self.window + .seconds(1))
        #expect(ledger.settled(Self.hash(1)) == nil)
        #expect(ledger.settled(Self.hash(1), unread: 6) == nil, "the offset is past it")
        #expect(ledger.settled(Self.hash(1), unread: 5)?.offset == 5)
        #expect(ledger.settled(Self.hash(1), unread: 0)?.offset == 5)
        #expect(ledger.settled(Self.hash(2), unread: 0) == nil)
    }

    /// How long nobody may look counts by the worker's clock, the window by the broker's.
    @Test(
        "a meeting was cancelled at the later of the worker's time and the broker's",
        arguments: [-30, 0, 30] as [Int64])
    func cancelledAt(ahead: Int64) throws {
        let settled = SettledCommand(
            content: ContentHash(value: 1), offset: 1, timestamp: Self.start,
            settled: Self.start + .seconds(ahead), reason: .cancelled, evidence: .acknowledged, attempts: 1)
        let meeting = CancelledMeeting(
            meeting: MeetingHash(high: 0, low: 7), by: try CommandIdentity(source: "/tests", id: "C"),
            evidence: .acknowledged, isSeries: false)
        var ledger = PartitionLedger(window: Self.window)
        try ledger.restore(.settled(settled, meeting), for: 1)
        #expect(ledger.cancelled(meeting.meeting)?.settled == Self.start + .seconds(max(0, ahead)))
        #expect(ledger.settled(Self.hash(1))?.settled == Self.start)
    }

    @Test("time never goes back, and before there is any nothing is too old")
    func time() {
        var ledger = PartitionLedger(window: Self.window)
        #expect(!ledger.isBeforeWindow(Timestamp(milliseconds: 0)))
        #expect(ledger.forgetOldest(10, before: .max) == [])
        ledger.passed(to: Self.start)
        ledger.passed(to: Timestamp(milliseconds: 0))
        #expect(ledger.time == Self.start)
    }

    private static func hash(_ number: UInt64) -> IdentityHash { IdentityHash(high: 0, low: number) }

    private static func kept(_ offset: Int64) -> KeptCommand {
        KeptCommand(
            content: ContentHash(value: 1), offset: offset, timestamp: start, consumed: start, key: nil, value: [1],
            headers: [])
    }

    private static func settled(_ offset: Int64) -> SettledCommand {
        SettledCommand(
            content: ContentHash(value: 1), offset: offset, timestamp: start, settled: start, reason: .cancelled,
            evidence: .acknowledged, attempts: 1)
    }
}

extension PartitionLedger {
    fileprivate mutating func restore(_ record: LedgerRecord?, for number: UInt64) throws {
        try restore(
            key: LedgerKey.command(IdentityHash(high: 0, low: number)).bytes, value: record?.bytes,
            recorded: Timestamp(milliseconds: 1_800_000_000_000)
        )
    }
}

extension LedgerRecord {
    fileprivate static let pinnedPosition = LedgerRecord.position(
        LedgerPosition(nextOffset: 1, partitionCount: 3, writer: 1, transaction: 1))
}
