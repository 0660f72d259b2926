/// Nobody gets a second cancellation, nor risks one, and nobody gets none of a meeting that was cancelled.
enum MailRule: DoubtRule {
    static let name = "oneMail"

    static func violations(in doubts: [Doubt]) -> [Violation] {
        doubts.flatMap { doubt in
            var found: [Violation] = []
            let expected = doubt.isCancelled ? 1 : 0
            if doubt.mails != expected {
                found.append(violation("\(doubt.mails) cancellations sent instead of \(expected)", doubt))
            }
            if doubt.repeats > 0 {
                found.append(violation("\(doubt.repeats) cancel requests after it was cancelled", doubt))
            }
            return found
        }
    }
}
