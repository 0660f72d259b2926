import ArgumentParser
import PipelineSimulation

struct RunPoints: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "points", abstract: "Crash at every request of a small run, and twice at every ordered pair.")

    @Option(help: "How many runs at a time.") var jobs = 2

    func run() async throws {
        let clock = ContinuousClock()
        let start = clock.now
        let singles = CrashPoints.singles()
        let stride = max(1, jobs)
        let tallies = await Parallel.map(jobs) { job in
            Swift.stride(from: job, to: singles.count, by: stride).reduce(into: SeedTally()) { tally, index in
                tally.add(CrashPoints.tally(singles[index]))
            }
        }
        let tally = tallies.reduce(into: SeedTally()) { $0.add($1) }
        Report.print(tally, took: start.duration(to: clock.now), what: "crash points and pairs")
        print("\(singles.count) points, \(tally.runs - singles.count) ordered pairs")
        if !tally.failures.isEmpty { throw ExitCode.failure }
    }
}
