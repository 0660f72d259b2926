package import FoundationEssentials

extension SimulatedWorld {
    /// Puts a meeting on the organizer's calendar and a copy on the default calendar of every attendee with a mailbox.
    ///
    /// - Parameters:
    ///   - tenant: GUID or domain.
    ///   - organizer: object id or user principal name of a mailbox.
    ///   - attendees: object ids, user principal names or any other addresses; the latter only get the mail.
    ///   - duration: seconds.
    ///   - calendarID: a calendar of the organizer; the default one when left out.
    ///   - stem: gives fixed, documented ids (`GraphIdentifiers.Item`): copies append `A1`, `A2`…, occurrences `O1`…
    package mutating func addMeeting(
        tenant: String,
        organizer: String,
        attendees: [String],
        start: Date,
        kind: MeetingKind = .singleInstance,
        duration: TimeInterval = 1800,
        subject: String = "Lab meeting",
        calendarID: String? = nil,
        stem: String? = nil
    ) throws(WorldError) -> MeetingIDs {
        let organizerKey = try mailboxKey(tenant: tenant, name: organizer)
        guard let organizerBox = mailboxes[organizerKey] else { throw .mailboxUnknown(organizer) }
        let calendar = calendarID ?? organizerBox.defaultCalendarID
        guard organizerBox.calendars[calendar] != nil else { throw .calendarUnknown(calendar) }
        guard let starts = kind.starts(from: start), duration > 0 else { throw .recurrenceInvalid }
        if let stem, eventNumbers[GraphIdentifiers.Item(stem: stem).ordinary] != nil { throw .identifierTaken(stem) }

        let boxes = attendees.map { mailbox(tenant: organizerKey.tenant, named: $0) }
        let template = CopyTemplate(
            meeting: meetings.count,
            starts: starts,
            isSeries: kind != .singleInstance,
            duration: duration,
            iCalUId: identifiers.nextICalUId()
        )
        let organizerCopy = addCopy(template, mailbox: organizerKey, calendar: calendar, isOrganizer: true, stem: stem)
        var meeting = SimulatedMeeting(
            tenant: organizerKey.tenant,
            subject: subject,
            organizer: .init(name: organizerBox.displayName, address: organizerBox.userPrincipalName),
            attendees: zip(attendees, boxes).map { address, box in
                .init(name: box?.displayName ?? address, address: box?.userPrincipalName ?? address)
            },
            created: start.addingTimeInterval(-7 * 86_400),
            organizerCopy: organizerCopy
        )
        var place = 0
        for box in boxes.compactMap({ $0 }) where box.key != organizerKey {
            place += 1
            meeting.attendeeCopies.append(
                addCopy(
                    template, mailbox: box.key, calendar: box.defaultCalendarID, isOrganizer: false,
                    stem: stem.map { "\($0)A\(place)" }
                )
            )
        }
        meetings.append(meeting)
        return identifiers(of: meeting)
    }

    /// What every copy of a new meeting takes over.
    private struct CopyTemplate {
        let meeting: Int
        let starts: [Date]
        let isSeries: Bool
        let duration: TimeInterval
        let iCalUId: String
    }

    private mutating func addCopy(
        _ template: CopyTemplate,
        mailbox: MailboxKey,
        calendar: String,
        isOrganizer: Bool,
        stem: String?
    ) -> SimulatedMeeting.Copy {
        func event(_ item: GraphIdentifiers.Item, _ kind: SimulatedEvent.Kind, _ place: Int, master: Int?)
            -> SimulatedEvent
        {
            let start = template.starts[place]
            return SimulatedEvent(
                id: item.ordinary, immutableID: item.immutable, mailbox: mailbox, calendarID: calendar,
                meeting: template.meeting, kind: kind, master: master,
                occurrence: kind == .occurrence ? place : nil,
                iCalUId: kind == .occurrence
                    ? GraphIdentifiers.occurrence(of: template.iCalUId, on: start) : template.iCalUId,
                start: start, end: start.addingTimeInterval(template.duration), isOrganizer: isOrganizer
            )
        }
        let item = stem.map(GraphIdentifiers.Item.init(stem:)) ?? identifiers.nextItem(in: mailbox)
        let main = add(event(item, template.isSeries ? .seriesMaster : .singleInstance, 0, master: nil))
        var copy = SimulatedMeeting.Copy(event: main)
        guard template.isSeries else { return copy }
        for place in template.starts.indices {
            let item = stem.map { GraphIdentifiers.Item(stem: "\($0)O\(place + 1)") }
            copy.occurrences.append(
                add(event(item ?? identifiers.nextItem(in: mailbox), .occurrence, place, master: main))
            )
        }
        return copy
    }

    private mutating func add(_ event: SimulatedEvent) -> Int {
        let number = events.count
        events.append(event)
        eventNumbers[event.id] = number
        eventNumbers[event.immutableID] = number
        if event.kind != .seriesMaster {
            mailboxes[event.mailbox]?.calendars[event.calendarID]?
                .insert(event: number, start: event.start, end: event.end)
        }
        return number
    }

    private func identifiers(of meeting: SimulatedMeeting) -> MeetingIDs {
        func copies(_ event: (SimulatedMeeting.Copy) -> Int) -> [String: String] {
            Dictionary(
                meeting.attendeeCopies.map { (events[event($0)].mailbox.name, events[event($0)].id) },
                uniquingKeysWith: { first, _ in first }
            )
        }
        let organizer = events[meeting.organizerCopy.event]
        return MeetingIDs(
            organizerEventID: organizer.id,
            organizerImmutableID: organizer.immutableID,
            iCalUId: organizer.iCalUId,
            attendeeCopies: copies { $0.event },
            occurrences: meeting.organizerCopy.occurrences.enumerated().map { place, number in
                .init(
                    start: events[number].start,
                    id: events[number].id,
                    attendeeCopies: copies { $0.occurrences[place] }
                )
            }
        )
    }
}

extension MeetingKind {
    /// The start of the meeting or of each occurrence; `nil` when the recurrence is out of bounds.
    fileprivate func starts(from start: Date) -> [Date]? {
        switch self {
        case .singleInstance:
            return [start]
        case .series(let occurrences, let everyDays):
            guard 1...1000 ~= occurrences, 1...366 ~= everyDays else { return nil }
            return (0..<occurrences).map { start.addingTimeInterval(Double($0 * everyDays) * 86_400) }
        }
    }
}
