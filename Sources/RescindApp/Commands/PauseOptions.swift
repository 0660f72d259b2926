import ArgumentParser

/// What a pause is about, and where it is written.
struct PauseOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "The configuration file; its pauses.file is written.")
    var config: String

    @Flag(help: "All commands of all sources.")
    var everything = false

    @Option(help: "The commands of one source, as under sources of the configuration.")
    var source: String?

    @Option(help: "The commands for one tenant, by its GUID or a domain.")
    var tenant: String?

    /// What was named: nothing, one thing, or too much.
    var subjects: [PauseSubject] {
        [everything ? .everything : nil, source.map { .source($0) }, tenant.map { .tenant($0) }].compactMap(\.self)
    }

    static var oneSubject: ValidationError {
        ValidationError("give exactly one of --everything, --source and --tenant")
    }

    /// Ends the command with one line where `body` cannot be done.
    func withKillSwitch<Value>(
        _ body: (KillSwitch, RescindConfiguration) throws(KillSwitchFailure) -> Value
    ) throws -> Value {
        let configuration = try ConfigurationFile.load(config, accountsAreSignedIn: false)
        let killSwitch = try ConfigurationFile.killSwitch(config, configuration)
        do throws(KillSwitchFailure) { return try body(killSwitch, configuration) } catch {
            StandardError.print("rescind: \(error)")
            throw ExitCode(error.exitStatus)
        }
    }
}
