import FoundationEssentials

/// What all copies of a meeting have in common, and where they are.
struct SimulatedMeeting: Sendable {
    struct Attendee: Sendable {
        let name: String
        let address: String
    }

    /// One mailbox's copy: the single meeting or master, and its occurrences in order.
    struct Copy: Sendable {
        let event: Int
        var occurrences: [Int] = []
    }

    let tenant: String
    let subject: String
    let organizer: Attendee
    let attendees: [Attendee]
    let created: Date
    var organizerCopy: Copy
    var attendeeCopies: [Copy] = []
}
