import GraphSimulator
import Testing

@testable import rescind_lab

@Suite("what is known of lost answers")
struct DoubtNotebookTests {
    private let doubt = Doubt(command: "c", meeting: "m", kind: .late)

    private func outcome(_ id: String, of command: String = "c") throws -> ObservedOutcome {
        try #require(
            ObservedOutcome(
                value: Array(
                    """
                    {"type":"meeting.outcome.cancelled.v1","id":"\(id)","subject":"\(command)","data":{"reason":"cancelled",\
                    "primary":true,"attempts":1,"evidence":"inferred","position":{"partition":0,"offset":1}}}
                    """.utf8)))
    }

    @Test("a copy of an outcome is counted and is no second one, and another outcome is")
    func copies() throws {
        var notebook = DoubtNotebook()
        notebook.sent(doubt)
        try notebook.observed(outcome("1"))
        try notebook.observed(outcome("1"))
        try notebook.observed(outcome("1"), isSecondLook: true)
        #expect((notebook.copies, notebook.answered, notebook.open) == (1, 1, 0))
        try notebook.observed(outcome("2"), isSecondLook: true)
        let seen = notebook.doubts(in: SimulatedWorld())
        #expect(seen.map(\.outcomes.count) == [2])
        #expect(seen.map(\.isCancelled) == [false])
        #expect((notebook.copies, notebook.answered) == (1, 1))
    }

    @Test("an outcome that comes before its record is known to be sent belongs to it, and one of no record to nobody")
    func early() throws {
        var notebook = DoubtNotebook()
        try notebook.observed(outcome("1"))
        #expect((notebook.strangers, notebook.answered) == (1, 0))
        notebook.sent(doubt)
        #expect((notebook.strangers, notebook.answered, notebook.open) == (0, 1, 0))
    }
}
