import FoundationEssentials

/// One mailbox's copy of a meeting, a master or one occurrence.
struct SimulatedEvent: Sendable {
    /// The values of Graph's `type` that the simulator makes.
    enum Kind: String, Sendable {
        case singleInstance
        case seriesMaster
        case occurrence
    }

    let id: String
    let immutableID: String
    let mailbox: MailboxKey
    let calendarID: String
    let meeting: Int
    let kind: Kind
    /// The master's event number in the same mailbox.
    let master: Int?
    /// Place among the meeting's occurrences.
    let occurrence: Int?
    let iCalUId: String
    let start: Date
    let end: Date
    let isOrganizer: Bool
    var state = EventState.scheduled
    /// Until then reads still show the event as it was before its cancellation.
    var changeShowsAt: Date?

    /// What a read at this moment finds.
    func stateShown(at now: Date) -> EventState {
        if let changeShowsAt, now < changeShowsAt { .scheduled } else { state }
    }
}
