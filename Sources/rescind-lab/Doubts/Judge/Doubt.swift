/// A command whose first answer was lost, and what topics and simulator show of it: all that the rules go by.
struct Doubt: Sendable {
    let command: String
    /// Event id.
    let meeting: String
    let kind: DoubtKind
    /// Different ones; several copies of one are the mock's artefact.
    var outcomes: [DoubtOutcome] = []
    /// The meeting is no longer on its organizer's calendar.
    var isCancelled = false
    /// Cancellations that its one attendee got.
    var mails = 0
    /// Cancel requests that came when it was cancelled already: further mails, had Graph not noticed.
    var repeats = 0

    init(command: String, meeting: String, kind: DoubtKind) {
        self.command = command
        self.meeting = meeting
        self.kind = kind
    }
}
