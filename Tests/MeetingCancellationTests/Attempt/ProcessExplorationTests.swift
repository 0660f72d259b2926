import CommandContract
import MeetingCancellation
import Testing

@Suite("Cancellation process: random answers to everything")
struct ProcessExplorationTests {
    private static let runsPerSeed: UInt64 = 5000
    private static let mostSteps = 200

    @Test("keeps every promise, over restarts too", .timeLimit(.minutes(2)), arguments: 0..<20 as Range<UInt64>)
    func keepsItsPromises(block: UInt64) throws {
        let commands = try [[], [#""allowStarted":true"#], [#""dryRun":true"#], [#""extent":"series""#]].map {
            try Sample.authorized(fields: $0)
        }
        for seed in (block * Self.runsPerSeed)..<((block + 1) * Self.runsPerSeed) {
            let breach = Self.explore(seed, commands)
            if let breach {
                Issue.record("seed \(seed): \(breach)")
                return
            }
        }
    }

    @Test("an answer to another question ends it in a person's hands", arguments: 0..<4 as Range<UInt64>)
    func unexpectedAnswers(block: UInt64) throws {
        let authorized = try Sample.authorized()
        for seed in (block * 1000)..<((block + 1) * 1000) {
            var answers = RandomAnswers(generator: SeededGenerator(seed: seed))
            var talk = Conversation(authorized)
            for _ in 0..<Self.mostSteps where talk.settlement == nil {
                let wrong = answers.generator.pick(UnexpectedAnswerTests.answers)
                if answers.generator.chance(10), !UnexpectedAnswerTests.isExpected(wrong, for: talk.action) {
                    talk.hear(wrong)
                    #expect(talk.settlement?.reason == .answerLost, "seed \(seed)")
                } else {
                    talk.hear(answers.answer(to: talk.action))
                }
            }
            #expect(talk.settlement?.attempts == Set(talk.sent).count, "seed \(seed)")
        }
    }

    private static func explore(_ seed: UInt64, _ commands: [AuthorizedCommand]) -> String? {
        var answers = RandomAnswers(generator: SeededGenerator(seed: seed))
        let authorized = answers.generator.pick(commands)
        let deadline = Sample.now + .seconds(answers.generator.pick([5, 100, 400, 86_400]))
        let limits = AttemptLimits()
        var oracle = ProcessOracle(authorized, deadline: deadline, limits: limits)
        var talk = Conversation(authorized, deadline: deadline, limits: limits)
        talk.commitsAtOnce = false
        for _ in 0..<mostSteps {
            oracle.asked(talk.action, now: talk.now)
            if oracle.breach != nil || talk.settlement != nil { return oracle.breach }
            talk.jitter = Double(answers.generator.next() % 1000) / 1000
            talk.pass(.milliseconds(answers.generator.pick([1, 50, 4000, 30_000])))
            let action = talk.action
            if answers.generator.chance(5) {
                oracle.restarted(talk.ledger, now: talk.now)
                talk.restart()
                continue
            }
            let answer = answers.answer(to: action)
            oracle.answered(answer, to: action, now: talk.now)
            talk.hear(answer)
        }
        return "not settled after \(mostSteps) steps"
    }
}
