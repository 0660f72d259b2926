import PipelineSimulation
import Testing

@Suite("Crash points")
struct CrashPointTests {
    /// Some of them, for a debug build; `./dev test` runs all, and all pairs, in a release build.
    @Test("A crash at a request breaks no promise, nor does a second one after it")
    func pairs() {
        let singles = CrashPoints.singles()
        #expect(singles.count > 100)
        for index in stride(from: 0, to: singles.count, by: 40) {
            let tally = CrashPoints.tally(singles[index])
            for (name, violation) in tally.failures { Issue.record("\(name): \(violation)") }
        }
    }
}
