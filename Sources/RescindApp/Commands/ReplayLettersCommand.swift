import ArgumentParser
import CommandContract

/// `rescind dead-letters replay`.
struct ReplayLettersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Send the commands of dead letters again, as new commands.",
        discussion: """
            Without --confirm nothing is sent: a histogram tells what would be. The command of a letter gets the id <id>~r1, the \
            next one <id>~r2, and says by replayof which it repeats. A letter that has come back three times is quarantined. \
            Interrupt it at any time: the next run goes on, and what is sent twice has the same id twice.
            """
    )

    @OptionGroup(title: "Kafka") var options: DeadLetterOptions
    @OptionGroup(title: "Letters") var letters: LetterOptions

    @Flag(help: "Send them.")
    var confirm = false

    @Option(help: "Commands a second at most; each waits until Kafka has it.")
    var rate = 10

    @Flag(help: "Also letters in quarantine.")
    var fromQuarantine = false

    func validate() throws {
        guard (1...1000).contains(rate) else { throw ValidationError("--rate is 1 to 1000 commands a second") }
        guard !confirm || !letters.areAll else {
            throw ValidationError("with --confirm say which letters, such as --group")
        }
    }

    func run() async throws {
        let configuration = try ConfigurationFile.load(options.config)
        let now = SystemClock().now
        let judge = ReplayJudge(now: now, fromQuarantine: fromQuarantine)
        let shelf = try await options.withKafka(configuration) { try await options.shelf(configuration) }
        let plan = ReplayPlan(shelf: shelf, selection: letters.selection(now: now), judge: judge)
        if !options.json { print(ReplayText.plan(plan, rate: rate, isDryRun: !confirm)) }
        guard confirm else {
            if options.json { print(ReplayText.json(plan, nil)) }
            return
        }
        let tally = try await send(plan, configuration)
        print(options.json ? ReplayText.json(plan, tally) : ReplayText.tally(tally))
    }

    private func send(_ plan: ReplayPlan, _ configuration: RescindConfiguration) async throws -> ReplayRun.Tally {
        let run = ReplayRun(
            configuration: configuration, topic: options.topic(configuration), plan: plan, rate: rate
        )
        var sent = 0
        do {
            return try await options.withKafka(configuration) {
                try await run.run { tally in
                    sent = tally.sent
                    if sent.isMultiple(of: 1000) { StandardError.print("rescind: sent \(sent)") }
                }
            }
        } catch {
            StandardError.print("rescind: \(sent) commands were sent before; run it again to go on")
            throw error
        }
    }
}
