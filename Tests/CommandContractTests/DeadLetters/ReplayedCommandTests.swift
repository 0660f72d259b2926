import CommandContract
import Testing

@Suite("Commands sent again out of the dead letters")
struct ReplayedCommandTests {
    private let decoder = RecordDecoder(maximumBytes: 131_072)

    private func letter(
        _ value: String, _ headers: [RecordHeader], attempts: Int = 0
    ) throws -> StoredLetter {
        var outcome = try SampleOutcome.outcome(.answerLost)
        outcome.attempts = attempts
        let record = DeadLetter(
            position: SampleOutcome.position, key: [1], value: Array(value.utf8), headers: headers, outcome: outcome
        ).record(maximumBytes: 200_000)
        return try #require(
            StoredLetter(
                position: SampleOutcome.position, key: record.key, value: record.value, headers: record.headers)
        )
    }

    private func replay(_ letter: StoredLetter) throws -> (ReplayedCommand, CancelCommand) {
        let envelope = try #require(letter.decoded(by: decoder)?.envelope)
        let replayed = try ReplayedCommand(letter, envelope)
        let decoded = decoder.decode(key: nil, value: replayed.value, headers: replayed.headers)
        return (replayed, try #require(decoded.command, "\(decoded)"))
    }

    @Test("a structured event keeps everything but its id, and says what it repeats")
    func structured() throws {
        let sample = SampleCommand().settingAttribute("correlationid", to: #""order-1""#)
            .settingAttribute("myextension", to: "7").settingData("notAfter", to: #""2026-11-22T09:30:00Z""#)
        let letter = try letter(sample.structuredText, [SampleCommand.structuredType])
        let (_, command) = try replay(letter)
        let original = try #require(letter.decoded(by: decoder)?.command)
        #expect(command.envelope.identity.id == "cmd-1~r1")
        #expect(command.envelope.identity.source == original.envelope.identity.source)
        #expect(command.envelope.replay == ReplayOrigin(id: "cmd-1", attempts: 0))
        #expect(command.envelope.correlationID == "order-1")
        #expect(command.envelope.content == original.envelope.content)
        #expect(command.notAfter == original.notAfter)
    }

    @Test("a binary event becomes a structured one with the same attributes and data")
    func binary() throws {
        let sample = SampleCommand().settingAttribute("expirytime", to: #""2030-01-01T00:00:00Z""#)
        let (replayed, command) = try replay(
            try letter(sample.dataText, sample.binaryHeaders + [RecordHeader("content-type", "application/json")]))
        #expect(command.envelope.identity.id == "cmd-1~r1")
        #expect(command.envelope.expiry == Timestamp(rfc3339: "2030-01-01T00:00:00Z"))
        #expect(command.eventID == SampleCommand.eventID)
        #expect(replayed.headers.map(\.name) == ["content-type"])
    }

    @Test("headers of the first record that would say something wrong are left out, others are kept")
    func headers() throws {
        let (replayed, _) = try replay(
            try letter(
                SampleCommand().structuredText,
                [
                    SampleCommand.structuredType, RecordHeader("ce_id", "cmd-1"),
                    RecordHeader("webhook-signature", "v1,x"),
                    RecordHeader("rescind-forwarded-from", "1/2/3"), RecordHeader("x-team", "rooms"),
                ]
            )
        )
        #expect(replayed.headers.map(\.name) == ["content-type", "x-team"])
    }

    @Test("a replay of a replay goes on counting, with the attempts of the whole chain")
    func chain() throws {
        var sample = SampleCommand()
        var attempts = 0
        for number in 1...4 {
            let letter = try letter(sample.structuredText, [SampleCommand.structuredType], attempts: number)
            attempts += number
            let (replayed, command) = try replay(letter)
            #expect(command.envelope.identity.id == "cmd-1~r\(number)")
            #expect(command.envelope.replay == ReplayOrigin(id: "cmd-1", attempts: attempts))
            #expect(ReplayChain(command.envelope).number == number)
            sample = sample.settingAttribute("id", to: "\"cmd-1~r\(number)\"")
                .settingAttribute("replayof", to: #""cmd-1""#).settingAttribute("replayattempts", to: "\(attempts)")
            #expect(replayed.envelope.replay == command.envelope.replay)
        }
    }

    @Test("an id that only looks like a replay's is a first command's")
    func lookalike() throws {
        let sample = SampleCommand().settingAttribute("id", to: #""cmd~r7""#)
        #expect(
            try replay(letter(sample.structuredText, [SampleCommand.structuredType])).1.envelope.identity.id
                == "cmd~r7~r1")
        let other = sample.settingAttribute("replayof", to: #""other""#)
        let chain = ReplayChain(try #require(other.decodeStructured().envelope))
        #expect(chain.commandID == "cmd~r7")
        #expect(chain.number == 0)
    }

    @Test("an id without room for the number makes no command")
    func longID() throws {
        let sample = SampleCommand().settingAttribute("id", to: "\"" + String(repeating: "i", count: 198) + "\"")
        let letter = try letter(sample.structuredText, [SampleCommand.structuredType])
        let envelope = try #require(letter.decoded(by: decoder)?.envelope)
        #expect(!ReplayChain(envelope).next.isWithinLimit)
        #expect(throws: FieldFault.self) { try ReplayedCommand(letter, envelope) }
    }

    @Test(
        "attributes that say it wrongly are refused by name",
        arguments: [
            ("replayof", "\"with space\"", "replayof"), ("replayof", "\"\"", "replayof"),
            ("replayattempts", "1", "replayattempts"),
        ]
    )
    func invalid(name: String, json: String, field: String) {
        #expect(SampleCommand().settingAttribute(name, to: json).decodeStructured().verdict == .invalid(field))
    }

    @Test("a number of attempts that is none is refused", arguments: ["-1", "65536", "\"many\"", "true"])
    func invalidAttempts(json: String) {
        let sample = SampleCommand().settingAttribute("replayof", to: #""cmd-0""#)
            .settingAttribute("replayattempts", to: json)
        #expect(sample.decodeStructured().verdict == .invalid("replayattempts"))
    }

    @Test("the outcome of a replay names the first command")
    func outcome() throws {
        #expect(try SampleOutcome.outcome(.answerLost).json["replayof"] == nil)
        #expect(try SampleOutcome.replayed().json["replayof"] == .string("cmd-2026-000017"))
    }
}
