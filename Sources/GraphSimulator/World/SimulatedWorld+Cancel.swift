import FoundationEssentials

extension SimulatedWorld {
    /// Cancels what the id names: a meeting, one occurrence, or with a master the whole series.
    ///
    /// The organizer's copy goes to Deleted Items, attendees' copies become cancelled, and every attendee gets one
    /// message, mailbox here or not.
    ///
    /// - Parameter lag: seconds for which reads go on showing what was before.
    mutating func cancel(
        eventID: String,
        mailbox: MailboxKey,
        scope: CalendarScope,
        comment: String?,
        requestID: String,
        at now: Date,
        lag: TimeInterval = 0
    ) throws(CancelRefusal) {
        guard let number = eventNumber(id: eventID, mailbox: mailbox, scope: scope) else {
            if let gone = eventNumbers[eventID].map({ events[$0] }), gone.state == .deleted {
                repeatedCancels[gone.id, default: 0] += 1
            }
            throw .itemNotFound
        }
        let event = events[number]
        guard event.isOrganizer else { throw .notOrganizer }
        let meeting = meetings[event.meeting]

        let showsAt = lag > 0 ? now.addingTimeInterval(lag) : nil
        remove(number, showsAt)
        for copy in meeting.attendeeCopies {
            let counterpart = event.occurrence.map { copy.occurrences[$0] } ?? copy.event
            change(counterpart, to: .cancelled, showsAt)
        }
        if event.kind == .seriesMaster {
            for occurrence in meeting.organizerCopy.occurrences { remove(occurrence, showsAt) }
            for occurrence in meeting.attendeeCopies.flatMap(\.occurrences) {
                change(occurrence, to: .cancelled, showsAt)
            }
        }
        for attendee in meeting.attendees {
            outbox.append(
                OutboxMessage(
                    sentAt: now, tenant: meeting.tenant, from: meeting.organizer.address, to: attendee.address,
                    subject: "Canceled: \(meeting.subject)", comment: comment, iCalUId: event.iCalUId,
                    eventID: event.id, start: event.start, requestID: requestID
                )
            )
        }
    }

    mutating func cancelByHand(eventID: String, comment: String?, at now: Date) throws(CancelRefusal) {
        guard let number = eventNumbers[eventID] else { throw .itemNotFound }
        try cancel(
            eventID: eventID, mailbox: events[number].mailbox, scope: .mailbox, comment: comment, requestID: "by hand",
            at: now
        )
    }

    private mutating func change(_ number: Int, to state: EventState, _ showsAt: Date?) {
        guard events[number].state != state else { return }
        events[number].state = state
        events[number].changeShowsAt = showsAt
    }

    private mutating func remove(_ number: Int, _ showsAt: Date?) {
        let event = events[number]
        guard event.state != .deleted else { return }
        change(number, to: .deleted, showsAt)
        // Its place in the calendar is kept for as long as reads may show it; the view leaves it out afterwards.
        guard showsAt == nil else { return }
        mailboxes[event.mailbox]?.calendars[event.calendarID]?.remove(event: number, start: event.start)
    }
}
