import Testing

@testable import CommandPipeline

@Suite("Jitter")
struct JitterSourceTests {
    @Test("the same seed spreads the same way, another one otherwise, all within 0..<1")
    func seeded() {
        var (one, same, other) = (JitterSource(seed: 3), JitterSource(seed: 3), JitterSource(seed: 4))
        let numbers = (0..<1000).map { _ in one.next() }
        #expect(numbers == (0..<1000).map { _ in same.next() })
        #expect(numbers != (0..<1000).map { _ in other.next() })
        #expect(numbers.allSatisfy { (0..<1).contains($0) })
        #expect(abs(numbers.reduce(0, +) / 1000 - 0.5) < 0.05)
    }

    @Test("a back-off doubles up to five seconds, its upper half drawn at random", arguments: 0..<20)
    func backoff(failures: Int) {
        var jitter = JitterSource(seed: UInt64(failures))
        let ceiling = min(.milliseconds(100) * (1 << min(failures, 10)), Duration.seconds(5))
        for _ in 0..<100 {
            let pause = jitter.backoff(after: failures)
            #expect(pause >= ceiling / 2 && pause <= ceiling)
        }
    }
}
