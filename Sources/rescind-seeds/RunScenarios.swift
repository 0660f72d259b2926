import ArgumentParser
import PipelineSimulation

struct RunScenarios: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scenarios", abstract: "Run the interleavings that seeds hardly ever hit.")

    func run() throws {
        let clock = ContinuousClock()
        let start = clock.now
        let tally = Scenario.all.reduce(into: SeedTally()) { $0.add($1.tally()) }
        Report.print(tally, took: start.duration(to: clock.now), what: "runs of \(Scenario.all.count) scenarios")
        if !tally.failures.isEmpty { throw ExitCode.failure }
    }
}
