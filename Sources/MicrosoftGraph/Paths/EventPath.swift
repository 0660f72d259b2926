/// One of the ten request paths of the `event: cancel` page, as a value that cannot hold an unusable id.
///
/// {`me`, `users/{id}`, `groups/{id}`} × {`events`, `calendar/events`, `calendars/{id}/events`,
/// `calendarGroups/{id}/calendars/{id}/events`} less the two group forms the page does not list.
/// All paths are percent-encoded and stand below the version root.
package struct EventPath: Hashable, Sendable, CustomStringConvertible {
    package let mailbox: MailboxTarget
    package let calendar: CalendarTarget
    package let eventID: String

    package init(mailbox: MailboxTarget, calendar: CalendarTarget, eventID: String) throws(PathError) {
        switch mailbox {
        case .me: break
        case .user(let id): try IdentifierRules.checkUser(id)
        case .group(let id): try IdentifierRules.checkGroup(id)
        }
        switch (mailbox, calendar) {
        case (.group, .calendar): throw PathError(field: .calendar, rule: .formNotListed)
        case (.group, .calendarInGroup): throw PathError(field: .calendarGroup, rule: .formNotListed)
        case (_, .events), (_, .defaultCalendar): break
        case (_, .calendar(let id)): try IdentifierRules.checkItemID(id, field: .calendar)
        case (_, .calendarInGroup(let groupID, let id)):
            try IdentifierRules.checkItemID(groupID, field: .calendarGroup)
            try IdentifierRules.checkItemID(id, field: .calendar)
        }
        try IdentifierRules.checkItemID(eventID, field: .event)
        self.mailbox = mailbox
        self.calendar = calendar
        self.eventID = eventID
    }

    /// The action's path, for `POST`.
    package var cancelPath: String { "\(eventPath)/cancel" }

    /// The event's own path, for `GET`.
    package var eventPath: String { "\(container)/events/\(PercentEncoding.encode(eventID))" }

    /// The calendar view of the same container, without its query.
    ///
    /// - Important: Below `me`, `users/{id}` and `groups/{id}` Graph's view covers the *default* calendar only, though
    ///   `/events/{id}` finds an event in any calendar of the mailbox (Graph "List calendarView").
    package var calendarViewPath: String { "\(container)/calendarView" }

    /// The path with every id left out: low in cardinality and safe to log.
    package var template: String {
        let mailbox =
            switch mailbox {
            case .me: "/me"
            case .user: "/users/{id}"
            case .group: "/groups/{id}"
            }
        let calendar =
            switch calendar {
            case .events: ""
            case .defaultCalendar: "/calendar"
            case .calendar: "/calendars/{id}"
            case .calendarInGroup: "/calendarGroups/{id}/calendars/{id}"
            }
        return "\(mailbox)\(calendar)/events/{id}"
    }

    /// The template: an interpolated path must not carry a mailbox into a log.
    package var description: String { template }

    private var container: String { "\(mailboxSegments)\(calendarSegments)" }

    private var mailboxSegments: String {
        switch mailbox {
        case .me: "/me"
        case .user(let id): "/users/\(PercentEncoding.encode(id))"
        case .group(let id): "/groups/\(PercentEncoding.encode(id))"
        }
    }

    private var calendarSegments: String {
        switch calendar {
        case .events: ""
        case .defaultCalendar: "/calendar"
        case .calendar(let id): "/calendars/\(PercentEncoding.encode(id))"
        case .calendarInGroup(let groupID, let id):
            "/calendarGroups/\(PercentEncoding.encode(groupID))/calendars/\(PercentEncoding.encode(id))"
        }
    }
}

extension EventPath: CustomReflectable {
    /// Empty, so that `dump` and reflecting loggers see no id either.
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
