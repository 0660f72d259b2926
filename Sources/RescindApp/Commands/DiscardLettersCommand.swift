import ArgumentParser
import CommandContract

/// `rescind dead-letters discard`.
struct DiscardLettersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "discard",
        abstract: "Mark dead letters as done without sending anything.",
        discussion: """
            Without --confirm nothing is marked. The letters stay in the topic until it drops them by age; list leaves them out, and \
            replay does not send them.
            """
    )

    @OptionGroup(title: "Kafka") var options: DeadLetterOptions
    @OptionGroup(title: "Letters") var letters: LetterOptions

    @Flag(help: "Mark them.")
    var confirm = false

    func validate() throws {
        guard !confirm || !letters.areAll else {
            throw ValidationError("with --confirm say which letters, such as --group")
        }
    }

    func run() async throws {
        let configuration = try ConfigurationFile.load(options.config)
        let now = SystemClock().now
        let shelf = try await options.withKafka(configuration) { try await options.shelf(configuration) }
        let plan = DiscardPlan(
            shelf: shelf, selection: letters.selection(now: now),
            judge: ReplayJudge(now: now)
        )
        if confirm {
            try await options.withKafka(configuration) {
                try await DiscardRun(configuration: configuration, plan: plan).run()
            }
        }
        print(options.json ? json(plan) : text(plan))
    }

    private func text(_ plan: DiscardPlan) -> String {
        let count = plan.entries.count
        guard count > 0 else { return "No letter is open here." }
        let end =
            confirm
            ? "\(count) letters are discarded." : "Nothing is marked. With --confirm \(count) letters are discarded."
        return LetterHistogram(rows: plan.histogram).text + "\n\n" + end
    }

    private func json(_ plan: DiscardPlan) -> String {
        let document = JSONObject([
            ("histogram", LetterHistogram(rows: plan.histogram).json),
            (confirm ? "discarded" : "toDiscard", .integer(plan.entries.count)),
        ])
        return String(decoding: JSONWriter.write(.object(document)), as: UTF8.self)
    }
}
