import PipelineSimulation
import Testing

@Suite("Scenarios")
struct ScenarioTests {
    @Test("An interleaving laid out by hand breaks no promise", arguments: Scenario.all.map(\.name))
    func scenario(name: String) throws {
        let tally = try #require(Scenario.all.first { $0.name == name }).tally()
        for (name, violation) in tally.failures { Issue.record("\(name): \(violation)") }
        // Everything that can be cancelled is, and nothing was left out.
        #expect(tally.statistics.cancelled >= tally.runs)
        #expect(tally.statistics.outcomes == tally.statistics.records)
    }
}
