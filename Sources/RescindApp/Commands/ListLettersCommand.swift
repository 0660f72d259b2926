import ArgumentParser

/// `rescind dead-letters list`.
struct ListLettersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Group the dead letters by reason, tenant and code.",
        discussion: "Names no mailbox, meeting or command."
    )

    @OptionGroup(title: "Kafka") var options: DeadLetterOptions
    @OptionGroup(title: "Letters") var letters: LetterOptions

    @Flag(help: "Groups in which nothing is left to decide, too.")
    var all = false

    func run() async throws {
        let configuration = try ConfigurationFile.load(options.config)
        let now = SystemClock().now
        let shelf = try await options.withKafka(configuration) { try await options.shelf(configuration) }
        let list = LetterList(
            topic: configuration.kafka.deadLetters, shelf: shelf, selection: letters.selection(now: now),
            judge: ReplayJudge(now: now), all: all
        )
        print(options.json ? list.json : list.text)
    }
}
