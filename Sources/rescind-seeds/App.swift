import ArgumentParser

@main
struct RescindSeeds: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rescind-seeds", abstract: "Run the worker's machine in seeded simulation.",
        subcommands: [RunSeeds.self, ReplaySeed.self, RunPoints.self, RunScenarios.self, RunMutants.self]
    )
}
