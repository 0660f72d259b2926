import ArgumentParser
import Logging

/// `rescind-lab doubts`: cancels whose answers are lost, by the thousand.
struct DoubtsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doubts",
        abstract:
            "Lose the answer to each command's first cancel request, and hold the outcomes against the simulator.",
        discussion: """
            Mock brokers, simulator and worker in this process. Most of these requests cancel, and their answer ends at a \
            random byte; some do not, and the worker has to find that out and send another. Exit status: 0 nothing was \
            violated, 1 something was (docs/verification.md).
            """
    )

    @Option(help: "How many commands, each with a meeting of its own.")
    var count = 100_000

    @Option(help: "Start of the random numbers; drawn when left out.")
    var seed: UInt64?

    func validate() throws {
        guard (1...1_000_000).contains(count) else { throw ValidationError("--count must be 1 to 1000000") }
    }

    func run() async throws {
        var settings = DoubtSettings()
        settings.count = count
        settings.seed = seed ?? .random(in: 0...UInt64(UInt32.max))
        var logger = Logger(label: "doubts")
        logger.logLevel = .error
        let report = try await DoubtRun.report(settings, logger: logger)
        for line in report.lines { Lab.print(line) }
        if !report.violations.isEmpty { throw ExitCode.failure }
    }
}
