package import ArgumentParser

/// `rescind`: the worker and its tools.
package struct RescindCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "rescind",
        abstract:
            "Cancels meetings: Kafka commands in, Microsoft Graph event: cancel out, outcome events back to Kafka.",
        version: Version.current,
        subcommands: [
            RunCommand.self, StatusCommand.self, CheckCommand.self, TopicsCommand.self, SendCommand.self,
            WithdrawSendCommand.self, SignInCommand.self, DeadLettersCommand.self, PauseCommand.self,
            ResumeCommand.self, ExplainCommand.self,
        ]
    )

    package init() {}
}
