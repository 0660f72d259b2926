package import ArgumentParser

/// `rescind resume`: takes back what `rescind pause`, or a person by hand, has paused.
package struct ResumeCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Take a pause back.",
        discussion: """
            Removes the entry from the file that pauses.file of the configuration names. A worker goes on when it has read the \
            file twice without it. What is not paused stays so. Exit status: as rescind pause.
            """
    )

    @OptionGroup var options: PauseOptions

    @Flag(help: "Whatever is paused.")
    var all = false

    package init() {}

    package func validate() throws {
        guard options.subjects.count + (all ? 1 : 0) == 1 else {
            throw ValidationError("give exactly one of --everything, --source, --tenant and --all")
        }
    }

    package func run() throws {
        let text = try options.withKillSwitch { killSwitch, configuration throws(KillSwitchFailure) in
            let answer = try killSwitch.resume(options.subjects.first)
            return PauseAnswer(file: killSwitch.file.path, reread: configuration.pauses.reread)
                .resumed(answer, left: try killSwitch.entries())
        }
        print(text)
    }
}
