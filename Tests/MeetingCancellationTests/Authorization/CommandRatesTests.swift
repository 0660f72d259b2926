import CommandContract
import Testing

@testable import MeetingCancellation

@Suite("Rate caps")
struct CommandRatesTests {
    @Test("a cap lets that many through within its span and no more, and comes back")
    func cap() {
        var rates = CommandRates(["/a": RateCaps(perMinute: 3), "/b": RateCaps()])
        for second in [0, 1, 59] { #expect(rates.admit("/a", at: .seconds(second)) == nil) }
        #expect(rates.admit("/a", at: .seconds(59)) == Refusal(.rateCapExceeded, detail: "perMinute or perDay"))
        #expect(rates.admit("/a", at: .milliseconds(60_999)) != nil)
        // The first is 61 s old: its slot is past.
        #expect(rates.admit("/a", at: .seconds(61)) == nil)
        #expect(rates.admit("/a", at: .milliseconds(61_999)) != nil)
        for _ in 0..<1000 { #expect(rates.admit("/b", at: .zero) == nil && rates.admit("/c", at: .zero) == nil) }
    }

    @Test("what is refused by one cap does not use up the other")
    func both() {
        var rates = CommandRates(["/a": RateCaps(perMinute: 1, perDay: 3)])
        var admitted: [Int] = []
        for second in 0..<86_400 where rates.admit("/a", at: .seconds(second)) == nil { admitted.append(second) }
        #expect(admitted == [0, 61, 122])
        // A day and one slot of ten minutes later.
        #expect(rates.admit("/a", at: .seconds(86_400 + 599)) != nil)
        #expect(rates.admit("/a", at: .seconds(86_400 + 600)) == nil)
    }

    @Test("one source's flood is nobody else's")
    func apart() {
        var rates = CommandRates(["/a": RateCaps(perMinute: 1), "/b": RateCaps(perMinute: 1)])
        for _ in 0..<10 { _ = rates.admit("/a", at: .zero) }
        #expect(rates.admit("/b", at: .zero) == nil)
    }

    /// Against a list of all that was let through: no window of the span holds more than the cap, wherever it begins, nothing is
    /// refused that a cap over a window one slot longer would let through, and the memory stays bounded.
    @Test("random arrivals: never above the cap, never stricter than one slot", arguments: [60, 86_400])
    func random(span: Int) {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        let slot = span == 60 ? 1 : 600
        for _ in 0..<20 {
            let cap = Int.random(in: 1...40, using: &random)
            var window = span == 60 ? RateWindow.minute(cap: cap) : RateWindow.day(cap: cap)
            var admitted: [Int] = []
            var now = Int.random(in: 0...1_000_000_000, using: &random)
            for _ in 0..<2000 {
                now += Int.random(in: 0...(span * 1000 / 20), using: &random)
                let isAdmitted = window.hasRoom(at: .milliseconds(now))
                if isAdmitted { window.count(at: .milliseconds(now)) }
                let within = admitted.suffix(cap).count { $0 > now - span * 1000 }
                let withinOneMore = admitted.suffix(cap).count { $0 > now - (span + slot) * 1000 }
                if isAdmitted { #expect(within < cap, "seed \(seed)") }
                if !isAdmitted { #expect(withinOneMore >= cap, "seed \(seed)") }
                if isAdmitted { admitted.append(now) }
                #expect(window.size <= span / slot + 1, "seed \(seed)")
            }
        }
    }
}
