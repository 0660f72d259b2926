import FoundationEssentials

extension SimulatedWorld {
    /// The single meetings and occurrences that overlap `from..<to`, by start, cancelled copies included.
    ///
    /// `nil` when the scope names no calendar of the mailbox.
    func calendarView(
        mailbox: MailboxKey, scope: CalendarScope, from: Date, to: Date, at now: Date
    ) -> [SimulatedEvent]? {
        mailboxes[mailbox]?.calendars(in: scope)?
            .flatMap { $0.candidates(from: from, to: to) }
            .map { events[$0] }
            .filter { $0.end > from && $0.stateShown(at: now) != .deleted }
            .sorted { ($0.start, $0.id) < ($1.start, $1.id) }
    }
}
