import PipelineSimulation
import Testing

@Suite("Scenarios")
struct ScenarioTests {
    /// What a run of each cancels by a request of its own, whatever the draws.
    private static let cancelled = [
        "written behind the question": 1, "late request of the dead": 1, "answers lost": 1, "series of the dead": 1,
        "flood": 1, "mended": 3, "crowd": 20,
    ]
    /// In these a command is looked for by the next owner, and found done or sent anew.
    private static let looksAfterDeath = ["written behind the question", "late request of the dead"]

    @Test("An interleaving laid out by hand breaks no promise", arguments: Scenario.all.map(\.name))
    func scenario(name: String) throws {
        let tally = try #require(Scenario.all.first { $0.name == name }).tally()
        for (name, violation) in tally.failures { Issue.record("\(name): \(violation)") }
        #expect(tally.statistics.cancelled == (try #require(Self.cancelled[name])) * tally.runs)
        #expect(tally.statistics.outcomes == tally.statistics.records)
        if Self.looksAfterDeath.contains(name) { #expect(tally.statistics.lookUps > 2 * tally.runs) }
    }
}
