package import ArgumentParser

/// `rescind dead-letters`: what nobody could act on, by what went wrong, and the way back.
package struct DeadLettersCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "dead-letters",
        abstract: "List, show, replay and discard dead letters.",
        discussion: """
            What stands in the topic is never changed: what was replayed or discarded is marked by records behind the letters. \
            Exit status: 0 done, 64 wrong usage, 65 more letters than --most, 66 no such letter, 69 Kafka is not reachable, 78 wrong configuration.
            """,
        subcommands: [
            ListLettersCommand.self, ShowLetterCommand.self, ReplayLettersCommand.self, DiscardLettersCommand.self,
        ]
    )

    package init() {}
}
