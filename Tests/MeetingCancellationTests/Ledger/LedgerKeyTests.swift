import CommandContract
import Testing

@testable import MeetingCancellation

@Suite("Ledger keys")
struct LedgerKeyTests {
    @Test("the position's name, and an identity's sixteen bytes, are the same for ever")
    func format() {
        #expect(LedgerKey.position.bytes == Array("#position".utf8))
        let key = LedgerKey.command(IdentityHash(high: 0x0001_0203_0405_0607, low: 0x0809_0A0B_0C0D_0E0F))
        #expect(key.bytes == Array(0...15))
    }

    @Test("every key comes back, and nothing else is one", arguments: 0..<100 as Range<UInt64>)
    func roundTrip(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let key = LedgerKey.command(IdentityHash(high: generator.next(), low: generator.next()))
        #expect(LedgerKey(key.bytes) == key, "seed \(seed)")
        #expect(LedgerKey(LedgerKey.position.bytes) == .position)
        for count in [0, 8, 9, 15, 17] {
            #expect(LedgerKey((0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }) == nil)
        }
    }
}
