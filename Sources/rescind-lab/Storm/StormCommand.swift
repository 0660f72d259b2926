import ArgumentParser
import Foundation
import Logging

/// `rescind-lab storm`: the built worker through minutes in which Graph fares badly, judged from outside.
struct StormCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "storm",
        abstract: "Send the built worker through a storm, and hold what simulator and topics saw against its promises.",
        discussion: """
            One tenant is throttled, one mailbox has nearly all commands, one cloud is down for a fifth of the time. The \
            worker is a process of its own. Exit status: 0 nothing was violated, 1 something was, 70 the run could not be \
            carried out.
            """
    )

    @Option(help: "Minutes of storm.")
    var minutes = 5.0

    @Option(help: "Seconds of calm before it, which it is held against.")
    var calm = 45.0

    @Option(help: "Commands of the storm a second; nine of ten go to one mailbox.")
    var rate = 10.0

    @Option(help: "Start of the random numbers; drawn when left out.")
    var seed: UInt64?

    @Option(help: "Seconds for everything to be answered after the storm.")
    var drain = 120.0

    @Option(help: ArgumentHelp("The worker's program; beside this one when left out.", valueName: "path"))
    var rescind: String?

    @Option(help: ArgumentHelp("Keep configuration and log here, whatever comes of it.", valueName: "folder"))
    var keep: String?

    func validate() throws {
        guard (0.1...120).contains(minutes) else { throw ValidationError("--minutes must be 0.1 to 120") }
        guard (5...600).contains(calm) else { throw ValidationError("--calm must be 5 to 600") }
        guard (1...100).contains(rate) else { throw ValidationError("--rate must be 1 to 100") }
        guard (1...3600).contains(drain) else { throw ValidationError("--drain must be 1 to 3600") }
        guard settings.isFeasible else {
            throw ValidationError("--rate is too high: one mailbox may be asked 10,000 times in ten minutes")
        }
    }

    private var settings: StormSettings {
        var settings = StormSettings()
        settings.storm = .seconds(minutes * 60)
        settings.calm = .seconds(calm)
        settings.rate = rate
        settings.drain = .seconds(drain)
        return settings
    }

    func run() async throws {
        let programs = try LabPrograms(rescind: rescind)
        let folder = try LabPrograms.folder(keep, name: "rescind-storm")
        var settings = settings
        settings.seed = seed ?? .random(in: 0...UInt64(UInt32.max))
        Lab.print("seed \(settings.seed), folder \(folder)")
        var logger = Logger(label: "storm")
        logger.logLevel = .error
        let run = StormRun(settings: settings, programs: programs, folder: folder, logger: logger)
        let violations = try await CancellableRun.carryOut { try await run.run() }
        if keep == nil, violations.isEmpty { try FileManager.default.removeItem(atPath: folder) }
        guard violations.isEmpty else {
            Lab.print("configuration and log: \(folder)")
            throw ExitCode.failure
        }
    }
}
