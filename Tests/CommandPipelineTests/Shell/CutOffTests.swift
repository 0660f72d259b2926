import Testing

@testable import CommandPipeline

@Suite("Cut-off", .timeLimit(.minutes(1)))
struct CutOffTests {
    @Test("an answer that comes in time is given")
    func inTime() async {
        let answer = await CutOff().limit(ManualClock(), bound: .seconds(30)) { 7 }
        #expect(answer == 7)
    }

    @Test("a cut-off ends what runs and takes its answer away")
    func happens() async {
        let cutOff = CutOff()
        let steps = Watched(0)
        async let answer = cutOff.limit(ManualClock()) {
            steps.update { $0 += 1 }
            await steps.wait { _ in false }
            steps.update { $0 += 1 }
            return 7
        }
        await steps.wait { $0 == 1 }
        cutOff.happen()
        #expect(await answer == nil)
        #expect(steps.current == 2)
    }

    @Test("what was decided before the cut-off does not begin after it")
    func happenedBefore() async {
        let cutOff = CutOff()
        let hasRun = Watched(false)
        cutOff.happen()
        cutOff.happen()
        #expect(await cutOff.limit(ManualClock()) { hasRun.update { $0 = true } } == nil)
        #expect(!hasRun.current)
    }

    /// Whoever waits for the answer must get one: the command would keep its lane for ever.
    @Test("beyond its bound the body is cancelled and its answer given", arguments: 0..<10)
    func overdue(run: Int) async {
        let clock = ManualClock()
        async let answer = CutOff().limit(clock, bound: .seconds(30)) {
            await Watched(false).wait { $0 }
            // As a client does that closes a connection first: everything else in there has ended by then.
            for _ in 0..<100 { await Task.yield() }
            return Task.isCancelled
        }
        await clock.sleeper(for: .seconds(30))
        clock.advance(by: .seconds(30))
        #expect(await answer == true)
    }
}
