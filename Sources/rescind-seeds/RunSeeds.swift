import ArgumentParser
import PipelineSimulation

struct RunSeeds: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "run", abstract: "Run many seeds.")

    @Option(help: "How many seeds.") var count = 2000
    @Option(help: "The first seed.") var from: UInt64 = 1
    @Option(help: "Commands in each run.") var commands = 20
    @Option(help: "How many runs at a time.") var jobs = 2
    @Flag(help: "Go on after a violation.") var keepGoing = false

    func run() async throws {
        let clock = ContinuousClock()
        let start = clock.now
        let (first, end, stride) = (from, from + UInt64(count), UInt64(max(1, jobs)))
        let (commands, mayStop) = (commands, !keepGoing)
        let tallies = await Parallel.map(jobs) { job in
            Seeds.run(
                Swift.stride(from: first + UInt64(job), to: end, by: Int(stride)), commands: commands, mayStop: mayStop)
        }
        let tally = tallies.reduce(into: SeedTally()) { $0.add($1) }
        Report.print(tally, took: start.duration(to: clock.now), what: "seeds")
        guard let failure = tally.failures.first else { return }
        if let seed = UInt64(failure.name.dropFirst(5)) { Report.printShrunk(seed, commands, failure.violation.rule) }
        throw ExitCode.failure
    }
}
