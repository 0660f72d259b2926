import PipelineSimulation
import Testing

@Suite("Seeds")
struct SeedTests {
    /// A few, for a debug build; `./dev test` runs 2,000 in a release build, and `./dev seeds` any number.
    private static let count: UInt64 = 24
    private static let slices: UInt64 = 4

    @Test("No seed breaks a promise", arguments: 0..<slices)
    func seeds(slice: UInt64) {
        let tally = Seeds.run(
            stride(from: 1 + slice, through: Self.count, by: Int(Self.slices)), commands: 20, mayStop: false)
        for (name, violation) in tally.failures { Issue.record("\(name): \(violation); ./dev seeds replay it") }
        #expect(tally.statistics.outcomes > 0)
    }

    @Test("The same seed gives the same trace", arguments: [1, 17, 4242] as [UInt64])
    func sameTrace(seed: UInt64) {
        let first = Seeds.run(seed, isTracing: true)
        let second = Seeds.run(seed, isTracing: true)
        #expect(first.hash == second.hash)
        #expect(first.trace == second.trace)
        #expect(Seeds.run(seed + 1).hash != first.hash)
    }
}
