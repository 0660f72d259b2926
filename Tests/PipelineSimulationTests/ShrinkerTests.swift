import PipelineSimulation
import Testing

@Suite("Shrinking")
struct ShrinkerTests {
    @Test("Of a plan that breaks nothing, nothing is left out")
    func nothingBroken() {
        var shrinker = Shrinker(CrashPoints.plan, breaking: .oneMail)
        shrinker.shrink()
        #expect(shrinker.plan.omitted.isEmpty)
        #expect(shrinker.runs == CrashPoints.plan.commands.count)
    }
}
