import CommandContract
import Testing

@Suite("docs/contracts/reasons.md")
struct ReasonsDocumentTests {
    @Test("the table of reasons is the code's")
    func table() throws {
        try ContractDocuments.expect("reasons.md", toBe: Self.document)
    }

    private static var document: String {
        let head = """
            # Outcome reasons

            Made from the code by its tests. `rescind explain REASON` prints the same.
            Treat a reason that is not listed here by its status: later versions add some.

            """
        return head + OutcomeStatus.allCases.map { section($0) }.joined()
    }

    private static func section(_ status: OutcomeStatus) -> String {
        let rows = OutcomeReason.allCases.filter { $0.status == status }.map { reason in
            let kept = reason.isDeadLetter ? "yes" : "no"
            return "| `\(reason.rawValue)` | \(reason.explanation.meaning) | \(reason.explanation.remedy) | \(kept) |\n"
        }
        return """

            ## \(status.rawValue)

            Event type `\(status.eventType)`, resend `\(status.resend)`.

            | reason | meaning | what to do | dead letter |
            |---|---|---|---|

            """ + rows.joined()
    }
}
