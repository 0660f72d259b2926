import ArgumentParser
import PipelineSimulation

struct ReplaySeed: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Run one seed and print its trace.")

    @Argument var seed: UInt64
    @Option(help: "Commands in the run.") var commands = 20

    func run() throws {
        let result = Seeds.run(seed, commands: commands, isTracing: true)
        for line in result.trace { print(line) }
        for violation in result.violations { print("VIOLATION \(violation)") }
        print("hash \(result.hash) events \(result.events) \(result.statistics)")
        if !result.violations.isEmpty { throw ExitCode.failure }
    }
}
