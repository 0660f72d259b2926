import CommandContract
import CommandPipeline
import GraphSimulator
import KafkaClient
import MeetingCancellation
import Testing

@testable import RescindApp

/// Against mock brokers and a worker; the letters are planted, everything after them is the tool's and the worker's.
@Suite("Dead letters replayed over the wire", .timeLimit(.minutes(1)))
struct ReplayOnTheWireTests {
    /// - Parameter atOnce: so many are on their way; with more than one their order is anybody's guess.
    private func plant(_ letters: [PlantedLetter], in lab: Laboratory, atOnce: Int = 1) async throws {
        let producer = try RecordProducer(
            configuration: RecordProducerConfiguration(connection: lab.cluster.connection), logger: .quiet)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, letter) in letters.enumerated() {
                if number >= atOnce { try await group.next() }
                let record = try letter.record
                let outgoing = OutgoingRecord(
                    topic: Laboratory.deadLetters, partition: Int32(letter.offset) % Int32(lab.partitions),
                    key: record.key, value: record.value, headers: record.headers.map { KafkaHeader($0) }
                )
                group.addTask { _ = try await producer.send(outgoing) }
            }
            try await group.waitForAll()
        }
        await producer.close()
    }

    private func topic(_ lab: Laboratory) throws -> DeadLetterTopic {
        DeadLetterTopic(kafka: try lab.configuration().kafka, timeout: .seconds(5))
    }

    private func shelf(_ lab: Laboratory, _ configuration: RescindConfiguration? = nil) async throws -> DeadLetterShelf
    {
        let configuration = try configuration ?? lab.configuration()
        return try await topic(lab).shelf(decoder: configuration.recordDecoder, proof: configuration.letterProof)
    }

    private func replay(
        _ lab: Laboratory, _ configuration: RescindConfiguration? = nil
    ) async throws -> ReplayRun.Tally {
        let configuration = try configuration ?? lab.configuration()
        let plan = ReplayPlan(
            shelf: try await shelf(lab, configuration), selection: LetterSelection(),
            judge: ReplayJudge(now: SystemClock().now))
        return try await ReplayRun(configuration: configuration, topic: topic(lab), plan: plan, rate: 1000).run { _ in }
    }

    private func states(_ lab: Laboratory) async throws -> [LetterState: Int] {
        let shelf = try await shelf(lab)
        return shelf.letters.reduce(into: [:]) { $0[shelf.state(of: $1), default: 0] += 1 }
    }

    /// Waits until as many letters are there as `count`.
    private func letters(_ count: Int, in lab: Laboratory) async throws {
        _ = try await lab.read(Laboratory.deadLetters) { records in
            records.count { record in record.headers.contains { $0.name == "rescind-reason" } } >= count
        }
    }

    private func patient(_ configuration: RescindConfiguration) -> RescindConfiguration {
        var configuration = configuration
        configuration.limits.attempt.requestLease = .milliseconds(200)
        configuration.limits.attempt.requestBound = .milliseconds(200)
        return configuration
    }

    @Test("what is still there is cancelled once; a poison group comes back three times and ends in quarantine")
    func poison() async throws {
        try await Laboratory.with { lab in
            let user = LabWorld.global.mailboxes[0].objectID
            let there = try lab.simulator.meeting(organizer: 0).organizerEventID
            let poison = (0..<3).map { PlantedLetter(id: "poison-\($0)", user: user, event: "AAMkGone=", offset: $0) }
            let good = PlantedLetter(id: "good", user: user, event: there, offset: 3)
            try await plant(poison + [good], in: lab)
            #expect(try await states(lab) == [.open: 4])
            try await lab.withWorker(patient(try lab.configuration())) { _ in
                for round in 1...3 {
                    #expect(try await replay(lab).sent == (round == 1 ? 4 : 3))
                    try await letters(4 + 3 * round, in: lab)
                }
                #expect(try await replay(lab).sent == 0)
            }
            #expect(try await states(lab) == [.replayed: 10, .quarantined: 3])
            let outcomes = try await lab.snapshot(Laboratory.outcomes).compactMap { SeenOutcome($0) }
            let reasons = Dictionary(grouping: outcomes, by: \.subject).mapValues { Set($0.map(\.reason)) }
            #expect(reasons["good~r1"] == ["cancelled"])
            #expect((0..<3).allSatisfy { reasons["poison-\($0)~r3"] == ["answerLost"] })
            #expect(reasons.count == 10)
            #expect(outcomes.first { $0.subject == "good~r1" }?.event["replayof"] == .string("good"))
            #expect(lab.simulator.graph.requestCounts.byOperation[.cancel] == 1)
        }
    }

    private static let poisonCode = "Poison"

    /// Of five kinds: poison, a fiftieth; lost answers of every tenant; records that are no commands; expired ones; unattempted ones.
    private func mixed(_ count: Int) -> [PlantedLetter] {
        (0..<count).map { number in
            var letter = PlantedLetter(id: "cmd-\(number)", offset: Int64(number))
            switch number % 50 {
            case 0:
                letter.id = "poison-\(number)"
                letter.code = Self.poisonCode
                letter.user = LabWorld.global.mailboxes[0].objectID
            case 1..<20: letter.tenant = LabWorld.tenants[number % LabWorld.tenants.count].id
            case 20..<30: (letter.reason, letter.value, letter.code) = (.malformed, Array("{".utf8), "id")
            case 30..<40: (letter.notAfter, letter.code) = ("2020-01-01T00:00:00Z", "expired")
            default: (letter.reason, letter.code, letter.attempts) = (.graphUnavailable, "serviceNotAvailable", 0)
            }
            return letter
        }
    }

    @Test(
        "ten thousand letters of mixed kinds in their groups; a dry run sends nothing, a replay one group and no other")
    func tenThousand() async throws {
        try await Laboratory.with(partitions: 2) { lab in
            let configuration = try lab.configuration()
            try await plant(mixed(10_000), in: lab, atOnce: 200)
            let shelf = try await self.shelf(lab, configuration)
            let judge = ReplayJudge(now: SystemClock().now)
            let groups = LetterGroup.all(shelf.letters, of: shelf, judge: judge)
            #expect(groups.reduce(0) { $0 + $1.count(.open) } == 10_000)
            #expect(groups.count == 4 + LabWorld.tenants.count)
            #expect(
                groups.filter { ["id", "expired"].contains($0.fingerprint.code) }.allSatisfy { $0.replayable == 0 })
            let poison = try #require(groups.first { $0.fingerprint.code == Self.poisonCode })
            #expect(poison.replayable == 200)

            let plan = ReplayPlan(
                shelf: shelf, selection: LetterSelection(group: poison.fingerprint.id), judge: judge)
            #expect(ReplayText.plan(plan, rate: 1000, isDryRun: true).contains("With --confirm: 200 commands"))
            #expect(try await lab.snapshot(Laboratory.commands).isEmpty)
            let run = ReplayRun(configuration: configuration, topic: try topic(lab), plan: plan, rate: 1000)
            #expect(try await run.run { _ in }.sent == 200)
            let values = try await lab.snapshot(Laboratory.commands).map {
                String(decoding: $0.value ?? [], as: UTF8.self)
            }
            #expect(Set(values).count == 200 && values.allSatisfy { $0.contains("\"replayof\":\"poison-") })
        }
    }

    /// The group of the poison, under whatever code it fails with now.
    private func poisonGroup(_ shelf: DeadLetterShelf) throws -> String {
        let open = shelf.letters.filter {
            $0.chain?.id.hasPrefix("poison-") == true && shelf.state(of: $0) != .replayed
        }
        let groups = Set(open.map(\.fingerprint.id))
        #expect(groups.count == 1)
        return try #require(groups.first)
    }

    @Test(
        "of three hundred letters the poisonous group is sent after a dry run, returns three times, ends in quarantine")
    func poisonAmongOthers() async throws {
        try await Laboratory.with(partitions: 2) { lab in
            let configuration = patient(try lab.configuration())
            try await plant(mixed(300), in: lab, atOnce: 200)
            var shelf = try await self.shelf(lab, configuration)
            let judge = ReplayJudge(now: SystemClock().now)
            try await lab.withWorker(configuration) { _ in
                for round in 1...DeadLetterShelf.bearableReturns {
                    let group = try poisonGroup(shelf)
                    let plan = ReplayPlan(shelf: shelf, selection: LetterSelection(group: group), judge: judge)
                    #expect(plan.count(.replayable) == 6)
                    let run = ReplayRun(configuration: configuration, topic: try topic(lab), plan: plan, rate: 1000)
                    #expect(try await run.run { _ in }.sent == 6)
                    try await letters(300 + 6 * round, in: lab)
                    shelf = try await self.shelf(lab, configuration)
                }
            }
            let states = shelf.letters.reduce(into: [LetterState: Int]()) { $0[shelf.state(of: $1), default: 0] += 1 }
            #expect(states == [.open: 294, .quarantined: 6, .replayed: 18])
            let last = ReplayPlan(
                shelf: shelf, selection: LetterSelection(group: try poisonGroup(shelf)), judge: judge)
            #expect(last.places.isEmpty && last.count(.quarantined) == 6)
            #expect(lab.simulator.graph.requestCounts.byOperation[.cancel] ?? 0 == 0)
        }
    }

    @Test("a topic with more letters and marks than are to be held is an error, no part of it")
    func tooMany() async throws {
        try await Laboratory.with(partitions: 1) { lab in
            try await plant((0..<3).map { PlantedLetter(id: "cmd-\($0)", offset: $0) }, in: lab)
            let configuration = try lab.configuration()
            let topic = try topic(lab)
            await #expect(throws: DeadLetterTopic.Failure.tooMany(bound: 2)) {
                try await topic.shelf(
                    decoder: configuration.recordDecoder, proof: configuration.letterProof, bound: 2)
            }
            #expect(
                try await topic.shelf(
                    decoder: configuration.recordDecoder, proof: configuration.letterProof, bound: 3
                ).held == 3)
        }
    }

    @Test("a replay that was interrupted goes on, and what is sent twice is one command")
    func interrupted() async throws {
        try await Laboratory.with(partitions: 1) { lab in
            try await plant((0..<5).map { PlantedLetter(id: "cmd-\($0)", offset: $0) }, in: lab)
            // As if it ended between the command and its mark.
            let letters = try await lab.snapshot(Laboratory.deadLetters)
            let first = try #require(letters.first)
            let letter = try #require(
                StoredLetter(
                    position: first.position, key: first.key, value: first.value,
                    headers: first.headers.map { RecordHeader($0) }))
            let envelope = try #require(letter.decoded(by: LetterShelf.decoder)?.envelope)
            let sent = try ReplayedCommand(letter, envelope)
            try await lab.send([SentRecord(key: nil, value: sent.value, headers: sent.headers)])
            #expect(try await replay(lab).sent == 5)
            #expect(try await replay(lab).sent == 0)
            let commands = try await lab.snapshot(Laboratory.commands)
            #expect(commands.count == 6)
            #expect(Set(commands.map(\.value)).count == 5)
            #expect(try await states(lab) == [.replayed: 5])
            // What was there is there as it was.
            #expect(Array(try await lab.snapshot(Laboratory.deadLetters).prefix(5)) == letters)
        }
    }

    /// The source must sign.
    private static func signing(_ configuration: RescindConfiguration, _ keyring: WebhookKeyring)
        -> RescindConfiguration
    {
        var configuration = configuration
        configuration.sources[0].mustSign = true
        configuration.keyring = keyring
        return configuration
    }

    @Test("what its source had signed is signed anew; what nobody had signed is passed over where it must be")
    func signing() async throws {
        try await Laboratory.with(partitions: 1) { lab in
            let keyring = try WebhookKeyring([
                Laboratory.source: [WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
            ])
            var signed = PlantedLetter(id: "signed", offset: 1)
            signed.keyring = keyring
            var forged = PlantedLetter(id: "forged", offset: 2)
            forged.more = signed.signature
            try await plant([PlantedLetter(id: "unsigned", offset: 0), signed, forged], in: lab)
            let silent = try Self.signing(lab.configuration(), .empty)
            #expect(try await replay(lab, silent).sent == 0)
            let tally = try await replay(lab, Self.signing(lab.configuration(), keyring))
            #expect(tally == ReplayRun.Tally(sent: 1))
            let record = try #require(try await lab.snapshot(Laboratory.commands).first)
            let finding = RecordSignatures(keyring: keyring).finding(
                of: Laboratory.source, headers: record.headers.map { RecordHeader($0) }, value: record.value ?? [],
                recorded: record.timestampMilliseconds.map { Timestamp(milliseconds: $0) })
            #expect(finding == .holds)
            #expect(String(decoding: record.value ?? [], as: UTF8.self).contains(#""id":"signed~r1""#))
        }
    }

    @Test("discarded letters are marked behind themselves and not sent again")
    func discard() async throws {
        try await Laboratory.with { lab in
            try await plant((0..<6).map { PlantedLetter(id: "cmd-\($0)", offset: $0) }, in: lab)
            let plan = DiscardPlan(
                shelf: try await shelf(lab), selection: LetterSelection(limit: 4),
                judge: ReplayJudge(now: SystemClock().now))
            try await DiscardRun(configuration: try lab.configuration(), plan: plan).run()
            #expect(try await states(lab) == [.open: 2, .discarded: 4])
            #expect(try await replay(lab).sent == 2)
        }
    }

    @Test("one letter is found where it stands; value and key are shown only when asked for")
    func show() async throws {
        try await Laboratory.with { lab in
            try await plant([PlantedLetter(id: "cmd-1", event: "AAMkShown=", offset: 1)], in: lab)
            let place = TopicPartition(topic: Laboratory.deadLetters, partition: 1)
            let record = try #require(try await topic(lab).record(at: place, offset: 0))
            let report = LetterReport(record: record, showsValue: false)
            #expect(report.text.contains("rescind-reason: answerLost"))
            #expect(!report.text.contains("AAMkShown=") && !report.json.contains("AAMkShown="))
            let whole = LetterReport(record: record, showsValue: true)
            #expect(whole.text.contains("AAMkShown=") && whole.json.contains("AAMkShown="))
            #expect(try await topic(lab).record(at: place, offset: 1) == nil)
            let other = TopicPartition(topic: Laboratory.deadLetters, partition: 9)
            #expect(try await topic(lab).record(at: other, offset: 0) == nil)
        }
    }

    @Test("a partition without a leader ends the reading instead of holding it")
    func silent() async throws {
        try await Laboratory.with(partitions: 1) { lab in
            try await plant([PlantedLetter()], in: lab)
            try lab.cluster.removeLeader(of: TopicPartition(topic: Laboratory.deadLetters, partition: 0))
            let topic = DeadLetterTopic(kafka: try lab.configuration().kafka, timeout: .milliseconds(300))
            await #expect(throws: (any Error).self) { try await topic.scan { _ in } }
        }
    }
}
