import CommandContract
import KafkaClient
import Testing

@testable import rescind_lab

@Suite("the verdict on a run")
struct CrashJudgeTests {
    @Test("a clean run has no violation, and says which rules had nothing to go by")
    func clean() throws {
        var facts = try CrashFacts.clean()
        facts.answer(0, "cancelled", at: 200)
        let verdict = CrashJudge.verdict(facts)
        #expect(verdict.violations == [])
        #expect(verdict.silent == ["intent", "primary"])
        #expect(verdict.copies == 1)
    }

    @Test("violations of all rules come together, each with its rule's name")
    func together() throws {
        var facts = try CrashFacts.clean()
        facts.request(at: 250, "b")
        facts.cancelledMeetings = []
        facts.outcomes[0].primary = false
        try facts.ledger("first", .attempting, at: 90, attempt: 1)
        try facts.write("second", at: 1, meeting: "n")
        #expect(
            CrashJudge.verdict(facts).violations.map(\.rule)
                == ["oneOutcome", "oneMail", "oneMail", "intent", "settled", "truth", "primary"]
        )
    }

    @Test("an outcome event is read as the worker writes it")
    func outcomeEvent() throws {
        let position = RecordPosition(topic: "commands", partition: 2, offset: 40, timestamp: nil)
        let time = Timestamp(milliseconds: 1_700_000_000_123)
        let event = OutcomeEvent(
            source: "/rescind/test", position: position, envelope: nil, reason: .malformed, message: "no object",
            timing: OutcomeTiming(consumed: time, settled: time)
        )
        let record = KafkaRecord(
            topicPartition: TopicPartition(topic: "outcomes", partition: 1), offset: 7, timestampMilliseconds: nil,
            key: nil, value: event.record(key: nil).value, headers: []
        )
        let outcome = try #require(PublishedOutcome(record))
        #expect(outcome.place == TopicPosition(partition: 1, offset: 7))
        #expect(outcome.record == TopicPosition(partition: 2, offset: 40))
        #expect(outcome.id == event.id)
        #expect(outcome.status == "undecodable")
        #expect(outcome.reason == "malformed")
        #expect(outcome.settledAt == 1_700_000_000_123)
        #expect(outcome.identity == nil)
        #expect(outcome.primary == true)
    }
}
