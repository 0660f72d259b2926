package import ArgumentParser

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `rescind check`: whether this configuration works here, and what to do where it does not.
package struct CheckCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check the configuration, its secrets, Kafka, and each tenant's cloud, token and permission.",
        discussion: """
            Prints a table: what was found, what is expected, what to do. It cancels nothing, writes nothing, and needs no \
            more permissions than the worker; what a broker does not tell is "not verified", which is no failure. Exit \
            status: 0 nothing is known to be wrong, 1 something is, 78 the configuration itself cannot be used.
            """
    )

    @Option(name: .shortAndLong, help: "The configuration file.")
    var config: String

    @Flag(help: "Only the configuration and its secrets; asks no server.")
    var offline = false

    @Flag(help: "Print one JSON object instead of the table.")
    var json = false

    @Option(help: "Seconds to wait for each answer.")
    var timeout = 10

    package init() {}

    package func validate() throws {
        guard (1...300).contains(timeout) else { throw ValidationError("--timeout is 1 to 300 seconds") }
    }

    package func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let check = CheckRun(file: config, environment: environment, isOffline: offline, timeout: .seconds(timeout))
        let report = await check.report()
        print(json ? report.json : report.text)
        if report.exitStatus != 0 { throw ExitCode(report.exitStatus) }
    }
}
