import ArgumentParser
import Foundation
import Logging

/// `rescind-lab crash`: the built worker, killed again and again, and judged from outside.
struct CrashCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "crash",
        abstract: "Kill the built worker again and again, and hold topics and simulator against its promises.",
        discussion: """
            The worker is a process of its own, and so are the brokers: mock ones, or those of RESCIND_TEST_BOOTSTRAP. \
            Exit status: 0 nothing was violated, 1 something was, 70 the run could not be carried out.
            """
    )

    @Option(help: "Cycles, over all stacks.")
    var cycles = 200

    @Option(help: "Records of each cycle.")
    var commands = 50

    @Option(help: "Start of the random numbers; drawn when left out.")
    var seed: UInt64?

    @Option(help: "kill (-9), term or stop (SIGSTOP while another takes over, then SIGCONT).")
    var mode = CrashMode.kill

    @Flag(help: "Let a test build kill itself at named points instead (./dev crash --points).")
    var points = false

    @Option(help: "At most so many kills a cycle, 1 to 3; later ones also while it starts.")
    var killsPerCycle = 1

    @Option(help: "Stacks of brokers, simulator and worker side by side.")
    var parallel = 12

    @Option(help: ArgumentHelp("The worker's program; beside this one when left out.", valueName: "path"))
    var rescind: String?

    @Option(help: ArgumentHelp("Keep configuration and logs here, whatever comes of it.", valueName: "folder"))
    var keep: String?

    func validate() throws {
        guard (1...100_000).contains(cycles) else { throw ValidationError("--cycles must be 1 to 100000") }
        guard (1...1000).contains(commands) else { throw ValidationError("--commands must be 1 to 1000") }
        guard (1...3).contains(killsPerCycle) else { throw ValidationError("--kills-per-cycle must be 1 to 3") }
        guard (1...32).contains(parallel) else { throw ValidationError("--parallel must be 1 to 32") }
        guard !points || mode == .kill else { throw ValidationError("--points and --mode do not go together") }
    }

    func run() async throws {
        let folder = try LabPrograms.folder(keep, name: "rescind-crash")
        let settings = try settings(folder)
        Lab.print("seed \(settings.seed), folder \(folder)")
        var logger = Logger(label: "crash")
        logger.logLevel = .error
        let run = CrashRun(settings: settings, logger: logger)
        let violations = try await CancellableRun.carryOut { try await run.run() }
        if keep == nil, violations.isEmpty { try FileManager.default.removeItem(atPath: folder) }
        guard violations.isEmpty else {
            Lab.print("configuration, logs and each meeting's history: \(folder)")
            throw ExitCode.failure
        }
    }

    private func settings(_ folder: String) throws -> CrashSettings {
        let programs = try LabPrograms(rescind: rescind)
        let seed = seed ?? .random(in: 0...UInt64(UInt32.max))
        return CrashSettings(
            cycles: cycles, commands: commands, seed: seed, mode: mode, points: points, kills: killsPerCycle,
            parallel: min(parallel, cycles), rescind: programs.rescind, lab: programs.lab, folder: folder,
            prefix: "rescind-crash-\(String(UInt32.random(in: 0...UInt32.max), radix: 36))."
        )
    }
}
