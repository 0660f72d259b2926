/// Nobody gets a second cancellation of one meeting.
enum OneMailRule: CrashRule {
    static let name = "oneMail"

    static func violations(in facts: CrashFacts) -> [Violation] {
        struct Letter: Hashable {
            let meeting: String
            let to: String
        }
        let letters = Dictionary(grouping: facts.mails) { Letter(meeting: $0.meeting, to: $0.to) }
        return letters.filter { $0.value.count > 1 }.map { letter, mails in
            violation("\(mails.count) cancellations to \(letter.to)", letter.meeting)
        }.sorted { $0.text < $1.text }
    }
}
