import CommandContract
import Testing

@testable import MeetingCancellation

@Suite("Settled index")
struct SettledIndexTests {
    @Test("what is forgotten is not found, and may be settled anew among the youngest")
    func forgetsAndSettlesAnew() {
        var index = SettledIndex()
        for number in 0..<3 { index.insert(Self.command(number), for: Self.key(number)) }
        index.forget(Self.key(1))
        index.forget(Self.key(1))
        #expect(index.count == 2)
        #expect(index[Self.key(1)] == nil)
        index.insert(Self.command(7), for: Self.key(0))
        #expect(index.count == 2)
        #expect(index[Self.key(0)] == Self.command(7))
        let forgotten = index.forgetOldest(settledBefore: Self.time(100), before: .max, count: 10)
        #expect(forgotten == [Self.key(2), Self.key(0)], "in the order they were settled last")
        #expect(index.count == 0)
    }

    @Test("the oldest go first, no more than asked for, and none of the window")
    func oldestFirst() {
        var index = SettledIndex()
        for number in 0..<10 { index.insert(Self.command(number), for: Self.key(number)) }
        #expect(index.forgetOldest(settledBefore: Self.time(5), before: .max, count: 3) == (0..<3).map(Self.key))
        #expect(index.forgetOldest(settledBefore: Self.time(5), before: .max, count: 3) == (3..<5).map(Self.key))
        #expect(index.forgetOldest(settledBefore: Self.time(5), before: .max, count: 3) == [])
        #expect(index.count == 5)
    }

    @Test("any sequence of calls agrees with a plain list, compaction included", arguments: 0..<3 as Range<UInt64>)
    func anySequence(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var index = SettledIndex()
        var model: [(key: IdentityHash, command: SettledCommand)] = []
        for step in 0..<4000 {
            let key = Self.key(Int(generator.next() % 3000))
            switch generator.next() % 10 {
            case 0:
                index.forget(key)
                model.removeAll { $0.key == key }
            case 1 where step % 50 == 0:
                let limit = Self.time(step - 1500)
                let forgotten = index.forgetOldest(settledBefore: limit, before: .max, count: 700)
                let expected = model.prefix { $0.command.settled < limit }.prefix(700).map(\.key)
                #expect(forgotten == Array(expected), "seed \(seed)")
                model.removeFirst(forgotten.count)
            default:
                let command = Self.command(step)
                index.insert(command, for: key)
                if let place = model.firstIndex(where: { $0.key == key }) { model.remove(at: place) }
                model.append((key, command))
            }
            #expect(index.count == model.count, "seed \(seed)")
        }
        for (key, command) in model { #expect(index[key] == command, "seed \(seed)") }
    }

    @Test("an entry costs at most 100 bytes, and what is forgotten is given back")
    func size() {
        var index = SettledIndex()
        for number in 0..<10_000 { index.insert(Self.command(number), for: Self.key(number)) }
        #expect(MemoryLayout<SettledCommand>.stride <= 32)
        #expect(index.bytes <= 100 * 10_000)
        _ = index.forgetOldest(settledBefore: Self.time(9000), before: .max, count: 10_000)
        #expect(index.count == 1000)
        #expect(index.bytes <= 100 * 1000)
    }

    private static func key(_ number: Int) -> IdentityHash { IdentityHash(high: 1, low: UInt64(number)) }

    private static func time(_ seconds: Int) -> Timestamp {
        Timestamp(milliseconds: Int64(1_800_000_000 + seconds) * 1000)
    }

    private static func command(_ number: Int) -> SettledCommand {
        SettledCommand(
            content: ContentHash(value: UInt64(number)), offset: Int64(number), timestamp: nil, settled: time(number),
            reason: .cancelled, evidence: nil, attempts: 1)
    }
}
