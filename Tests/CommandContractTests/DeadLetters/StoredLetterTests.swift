import CommandContract
import Testing

@Suite("Dead letters read back")
struct StoredLetterTests {
    private let command = SampleCommand()
    private let position = RecordPosition(
        topic: "meeting.cancel.dead-letters", partition: 1, offset: 7, timestamp: Timestamp(milliseconds: 5))

    private func written(
        _ reason: OutcomeReason, value: [UInt8]?, headers: [RecordHeader], maximumBytes: Int = 200_000
    ) throws -> ContractRecord {
        DeadLetter(
            position: SampleOutcome.position, key: [1], value: value, headers: headers,
            outcome: try SampleOutcome.outcome(reason)
        ).record(maximumBytes: maximumBytes)
    }

    private func read(_ record: ContractRecord) -> StoredLetter? {
        StoredLetter(position: position, key: record.key, value: record.value, headers: record.headers)
    }

    @Test("the record comes back as it was, and the facts beside it")
    func whole() throws {
        let headers = [SampleCommand.structuredType, RecordHeader("x", "y")]
        let letter = try #require(
            read(try written(.answerLost, value: Array(command.structuredText.utf8), headers: headers)))
        #expect(letter.key == [1])
        #expect(letter.headers == headers)
        #expect(letter.reason == "answerLost")
        #expect(letter.attempts == 1)
        #expect(letter.tenant == SampleCommand.tenant)
        #expect(letter.outcomeID == (try SampleOutcome.outcome(.answerLost).id))
        #expect(letter.decoded(by: RecordDecoder(maximumBytes: 131_072))?.command?.envelope.identity.id == "cmd-1")
    }

    @Test("what a sender wrote in the worker's name is not believed")
    func forged() throws {
        let forged = [
            RecordHeader("rescind-attempts", "9"), RecordHeader("rescind-original-sha256", "00"),
            RecordHeader("rescind-reason", "cancelled"), RecordHeader("rescind-mark", "discarded"),
            RecordHeader("x", "y"),
        ]
        let letter = try #require(read(try written(.malformed, value: [1], headers: forged)))
        #expect(letter.reason == "malformed")
        #expect(letter.attempts == 0)
        #expect(letter.value == [1])
        #expect(letter.headers == forged)
    }

    @Test("of a record left out, nothing is read")
    func leftOut() throws {
        let letter = try #require(
            read(try written(.tooLarge, value: [UInt8](repeating: 0, count: 3000), headers: [], maximumBytes: 2000)))
        #expect(letter.value == nil)
        #expect(letter.decoded(by: RecordDecoder(maximumBytes: 10)) == nil)
        #expect(letter.tenant == nil)
    }

    @Test("a tenant nobody has resolved is what the data says, if that can be one")
    func tenant() throws {
        let cases: [(SampleCommand, String?)] = [
            (command.settingData("tenant", to: #""Contoso.Example""#), "contoso.example"),
            (command.settingData("tenant", to: #""ada@contoso.example""#), nil),
            (command.settingData("tenant", to: "7"), nil),
        ]
        for (command, tenant) in cases {
            let letter = try written(
                .fieldInvalid, value: Array(command.structuredText.utf8), headers: [SampleCommand.structuredType])
            #expect(read(letter)?.tenant == tenant)
        }
    }

    @Test("a letter from before the header may have been attempted if its reason says so")
    func withoutAttempts() throws {
        for (reason, attempts) in [(OutcomeReason.answerLost, 1), (.malformed, 0)] {
            let record = try written(reason, value: [], headers: [])
            let older = record.headers.filter { $0.name != "rescind-attempts" }
            #expect(StoredLetter(position: position, key: nil, value: [], headers: older)?.attempts == attempts)
        }
    }

    @Test("another record is no letter")
    func foreign() {
        #expect(StoredLetter(position: position, key: nil, value: [1], headers: [RecordHeader("a", "b")]) == nil)
    }

    @Test("a mark is read back, and is no letter; a letter is no mark")
    func marks() throws {
        for mark in [
            DeadLetterMark(.replayed, outcomeID: "0a", replayedAs: "cmd-1~r1"),
            DeadLetterMark(.discarded, outcomeID: "0b"),
        ] {
            let record = mark.record
            #expect(DeadLetterMark(headers: record.headers) == mark)
            #expect(read(record) == nil)
        }
        let letter = try written(
            .malformed, value: [], headers: DeadLetterMark(.discarded, outcomeID: "0b").record.headers)
        #expect(DeadLetterMark(headers: letter.headers) == nil)
        #expect(
            DeadLetterMark(headers: [RecordHeader("rescind-mark", "burned"), RecordHeader("rescind-outcome-id", "0")])
                == nil)
    }
}
