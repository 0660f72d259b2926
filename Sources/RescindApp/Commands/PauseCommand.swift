package import ArgumentParser

/// `rescind pause`: nothing is asked of Graph any more, for everything, a source or a tenant, until it is resumed.
package struct PauseCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Pause everything, a source or a tenant, or list what is paused.",
        discussion: """
            Writes the file that pauses.file of the configuration names, in one rename; workers read it again every \
            pauses.reread. What is paused already stays as it is. Exit status: 0 it is paused, 64 wrong usage or not in the \
            configuration, 73 the file cannot be written, 75 somebody else wrote it in the same moment, 78 wrong \
            configuration or wrong file of pauses.
            """
    )

    @OptionGroup var options: PauseOptions

    @Option(help: "Why, in one line. It is logged, so it should name nobody.")
    var reason: String?

    @Flag(help: "List what the file says; changes nothing.")
    var list = false

    package init() {}

    package func validate() throws {
        guard !list else {
            guard options.subjects.isEmpty, reason == nil else { throw ValidationError("--list goes alone") }
            return
        }
        guard options.subjects.count == 1 else { throw PauseOptions.oneSubject }
        guard let reason else { throw ValidationError("give --reason: whoever finds it paused must know why") }
        guard PauseEntry.isReason(reason) else { throw ValidationError("--reason \(PauseEntry.reasonRule)") }
    }

    package func run() throws {
        let text = try options.withKillSwitch { killSwitch, configuration throws(KillSwitchFailure) in
            let answers = PauseAnswer(file: killSwitch.file.path, reread: configuration.pauses.reread)
            guard !list, let subject = options.subjects.first, let reason else {
                return answers.list(try killSwitch.entries())
            }
            return answers.paused(try killSwitch.pause(subject, reason: reason, at: SystemClock().now))
        }
        print(text)
    }
}
